"""What the index keeps of a person: the words they wrote, never their name or number.

It is written anew with what the folders above do to those words; here nothing is theirs. What
has to be seen to is what the database keeps of words that were taken out.
"""

from forum.accounts import traces
from forum.search import actions


@traces.erases
def clear_old_words_out(user_id: int) -> None:
    """Once the words of `user_id` are out of the index, so are the parts that held them."""
    actions.somebody_leaves()
