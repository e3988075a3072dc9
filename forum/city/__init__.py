"""City: the areas people live in, the units that serve them, and the days nobody works."""
