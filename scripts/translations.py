"""The texts in both languages: gather them from the code, compile them, see that none is missing.

    translations.py update     write the texts of the code into translations/en
    translations.py compile    make the .mo files that the program reads
    translations.py check      exit 1 and name every text that lacks a translation

The code speaks Indonesian, so our own texts need English; the texts of the libraries are
English, so those need Indonesian: each catalogue `<library>.po` under translations/id is held
against the list of texts that the installed library ships.
"""

import argparse
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "translations"
ENGLISH = TRANSLATIONS / "en/LC_MESSAGES/messages.po"
HEADER = "# The forum in English; in the code its texts are Indonesian."
KEYWORDS = DEFAULT_KEYWORDS | {
    "_l": None,
    "_n": (1, 2),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
# Where each library keeps the list of its texts.
LIBRARIES = {
    "flask_security": "flask_security/translations/flask_security.pot",
    "wtforms": "wtforms/locale/wtforms.pot",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["update", "compile", "check"])
    what = parser.parse_args().what
    if what == "update":
        return update()
    return compile_all() if what == "compile" else check()


def update() -> int:
    """Keep translations whose text is still in the code; add the new ones, empty."""
    catalog = load(ENGLISH) if ENGLISH.exists() else new_catalog()
    catalog.update(texts_of_the_code(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    for message in catalog:  # the order of the file hangs on no line of the code
        message.locations = [(file, None) for file, _line in message.locations]
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, catalog, width=0, sort_by_file=True, include_lineno=False)
    missing = sum(1 for message in catalog if message.id and not is_translated(message))
    print(f"{ENGLISH.relative_to(ROOT)}: {len(catalog)} texts, {missing} without English")
    return 0


def new_catalog() -> Catalog:
    return Catalog(
        locale="en", project="betang", version="1", header_comment=HEADER, fuzzy=False,
        msgid_bugs_address="Betang", last_translator="Betang", language_team="Betang",
    )  # fmt: skip


def compile_all() -> int:
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with target.open("wb") as file:
                write_mo(file, load(source))
    return 0


def check() -> int:
    problems = [*problems_of(ENGLISH, texts_of_the_code())]
    for name, list_of_texts in LIBRARIES.items():
        source = TRANSLATIONS / f"id/LC_MESSAGES/{name}.po"
        if source.exists():
            problems += problems_of(source, load(library_file(list_of_texts)))
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} texts are not translated as they should be.")
    return 1 if problems else 0


def problems_of(source: Path, wanted: Catalog) -> Iterator[str]:
    """What a reader of the other language would see untranslated, or broken."""
    name = source.relative_to(ROOT)
    if not source.exists():
        yield f"{name}: the file is missing"
        return
    catalog = load(source)
    for text in wanted:
        if not text.id:
            continue
        translation = catalog.get(text.id, text.context)
        where = "; ".join(f"{file}:{line}" for file, line in text.locations[:2]) or name
        if "\n " in first(text.id):
            yield f"{where}: indentation is no part of a text: {{% trans trimmed %}}"
        if translation is None or not is_translated(translation):
            yield f"{where}: no translation in {name}: {first(text.id)!r}"
        elif translation.fuzzy:
            yield f"{where}: marked fuzzy in {name}: {first(text.id)!r}"
        else:
            for error in translation.check(catalog):
                yield f"{where}: {name}: {first(text.id)!r}: {error}"


def texts_of_the_code() -> Catalog:
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    catalog = Catalog(project="betang", fuzzy=False)
    found = extract_from_dir(
        str(ROOT),
        methods,
        options,
        keywords=KEYWORDS,
        comment_tags=["Translators:"],
        strip_comment_tags=True,
        directory_filter=is_ours,
    )
    for file, line, text, comments, context in found:
        catalog.add(text, None, [(file, line)], auto_comments=comments, context=context)
    return catalog


def is_ours(folder: str | Path) -> bool:
    """Of the folders beside the code, only those that hold texts are walked."""
    parts = Path(folder).relative_to(ROOT).parts
    return parts[0] in {"forum", "templates"} and parts[-1] != "__pycache__"


def library_file(path: str) -> Path:
    package, rest = path.split("/", 1)
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed")
    return Path(spec.origin).parent / rest


def load(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3] if path.suffix == ".po" else None)


def is_translated(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else message.string
    return bool(strings) and all(strings)


def first(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


if __name__ == "__main__":
    sys.exit(main())
