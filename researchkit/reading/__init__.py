"""TEXT: from bytes to title, author, date and the words a reader would see."""
