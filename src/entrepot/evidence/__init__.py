"""Where every value comes from: a file's snapshot and a locator inside it."""
