"""What set-up says, in the reader's language: English, or Dutch by ``--lang`` or the locale.

The analyzer has a catalogue of its own; before it is installed there is only this one.
"""

from __future__ import annotations

import os
import sys

DUTCH = {
    "Another start is setting up: waiting for it.": (
        "Een andere start is aan het installeren: daar wordt op gewacht."
    ),
    "Bringing .venv up to date.": ".venv wordt bijgewerkt.",
    "First start: setting up .venv beside analyze.py. This takes some minutes and {size} GB of "
    "downloads, once. If it is interrupted, run it again and it goes on.": (
        "Eerste start: .venv wordt naast analyze.py ingericht. Dat duurt een paar minuten en kost "
        "{size} GB aan downloads, één keer. Wordt het onderbroken, start dan opnieuw: het gaat "
        "verder."
    ),
    "Getting it ready for its first draft.": "Alles wordt klaargemaakt voor het eerste concept.",
    "Going on with the set-up that was interrupted.": (
        "De installatie die onderbroken werd, gaat verder."
    ),
    "Note: 'offline' cannot be had now; its files are fetched when first needed.": (
        "Let op: 'offline' is nu niet te krijgen; de bestanden worden opgehaald wanneer ze nodig "
        "zijn."
    ),
    "Ready.": "Klaar.",
    "Solve what pip says below, and run it again: it goes on.": (
        "Los op wat pip hieronder zegt, en start opnieuw: het gaat verder."
    ),
    "Stopped. Run it again, and set-up goes on from here.": (
        "Gestopt. Start opnieuw, en de installatie gaat hier verder."
    ),
    "The disk is full: make room, and run it again: it goes on.": (
        "De schijf is vol: maak ruimte en start opnieuw: het gaat verder."
    ),
    "The package index cannot be reached: get online, or set the proxy, and run it again: it "
    "goes on.": (
        "De pakketindex is niet te bereiken: ga online, of stel de proxy in, en start opnieuw: het "
        "gaat verder."
    ),
    "A package is another one than was locked, so it was not installed. Empty pip's cache "
    "(python3 -m pip cache purge), see which index it asks (python3 -m pip config list), and "
    "run it again. If it stays so, tell whoever keeps the project.": (
        "Een pakket is een ander dan is vastgelegd, en is dus niet geïnstalleerd. Leeg de cache "
        "van pip (python3 -m pip cache purge), kijk welke index het vraagt (python3 -m pip config "
        "list), en start opnieuw. Blijft het zo, meld het dan aan wie het project onderhoudt."
    ),
    "A locked package has no build for this machine with Python {major}.{minor}, or has left the "
    "index. Install Python 3.11 beside it, or get the newest version of the project, and run it "
    "again.": (
        "Een vastgelegd pakket bestaat niet voor deze machine met Python {major}.{minor}, of is "
        "uit de index verdwenen. Installeer Python 3.11 ernaast, of haal de nieuwste versie van "
        "het project, en start opnieuw."
    ),
    "{file} is missing or empty: restore it.": "{file} ontbreekt of is leeg: zet het terug.",
    "The whole log: {log}": "Het hele logboek: {log}",
    "downloading {package} ({size:.1f} MB)": "{package} downloaden ({size:.1f} MB)",
    "installing: {done} of {count} packages, {clock}": (
        "installeren: {done} van {count} pakketten, {clock}"
    ),
    "looking up packages": "pakketten opzoeken",
    "looking up {package}": "{package} opzoeken",
    "pip could not install what is needed. {advice}": (
        "pip kon niet installeren wat nodig is. {advice}"
    ),
    "set-up cannot write in {folder} ({what}): move the project to a folder of yours, or change "
    "that one's permissions; on Windows, also close what is running.": (
        "de installatie kan niet schrijven in {folder} ({what}): verplaats het project naar een "
        "map van jezelf, of wijzig de rechten van die map; sluit op Windows ook wat er draait."
    ),
    "set-up needs {needed:.0f} GB of disk and {free:.1f} GB is free: make room and run it again.": (
        "de installatie heeft {needed:.0f} GB schijfruimte nodig en {free:.1f} GB is vrij: maak "
        "ruimte en start opnieuw."
    ),
    "set-up stopped: {what}. Run it again, and it goes on.": (
        "de installatie stopte: {what}. Start opnieuw, en ze gaat verder."
    ),
    "the disk is full: make room and run it again, it goes on.": (
        "de schijf is vol: maak ruimte en start opnieuw, het gaat verder."
    ),
    "this is Python {major}.{minor}, and 3.11, 3.12 or 3.13 is needed. Install one of those and "
    "run this again: one that is on PATH is found.": (
        "dit is Python {major}.{minor}, en 3.11, 3.12 of 3.13 is nodig. Installeer een daarvan en "
        "start opnieuw: een die op PATH staat, wordt gevonden."
    ),
    "{doing}: package {number}, {megabytes:.0f} MB so far, {clock}": (
        "{doing}: pakket {number}, tot nu toe {megabytes:.0f} MB, {clock}"
    ),
    "{folder} was made by something else: delete it or rename it first.": (
        "{folder} is door iets anders gemaakt: verwijder of hernoem het eerst."
    ),
    "{python} cannot make a virtual environment. On Debian and Ubuntu: sudo apt install "
    "python3-venv. Elsewhere: install Python from python.org. Then run it again.": (
        "{python} kan geen virtuele omgeving maken. Op Debian en Ubuntu: sudo apt install "
        "python3-venv. Elders: installeer Python van python.org. Start daarna opnieuw."
    ),
}
"""What is said, by its English."""


def said(template: str, **values: object) -> str:
    """The template in the reader's language, with its values put in."""
    return (DUTCH.get(template, template) if is_dutch() else template).format(**values)


def is_dutch() -> bool:
    """Whether the reader asked for Dutch, or has a Dutch locale."""
    arguments = sys.argv[1:]
    for argument, following in zip(arguments, [*arguments[1:], ""]):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            return (value if equals else following).lower()[:2] in ("nl", "du", "ne")
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return locale.lower()[:2] == "nl" or locale.lower().startswith("dutch")
