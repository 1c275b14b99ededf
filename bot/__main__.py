"""`bantin` and `python -m bot`: the same program."""

from bot.cli import main

if __name__ == "__main__":
    main()
