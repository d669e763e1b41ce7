# Commands, their options, and buttons.
