"""Who and what is in the sample drafts: the photographs, and the words of the voices."""

from __future__ import annotations

from pathlib import Path

from scripts.samples.photo import Cutout, Head, Photo, Points

AUSTEN = {
    "0870": "And 0.28 Mr. 0.40 John 0.64 Dashwood 0.94 | had 1.50 then 1.76 leisure 2.02 |"
    " to 2.56 consider 2.86 how 3.36 much 3.74 | there 4.24 might 4.50 be 4.70 prudently 4.92 |"
    " in 5.40 his 5.58 power 5.74 | to 5.96 do 6.14 for 6.30 them. 6.58",
    "0880": "He 0.22 was 0.34 not 0.52 | an 0.80 ill-disposed 1.30 | young 2.04 man, 2.28",
    "0890": "unless 0.18 to 0.48 be 0.72 | rather 0.84 cold-hearted 1.14 |"
    " and 2.02 rather 2.36 selfish 2.68 | is 3.30 to 3.84 be 4.00 | ill-disposed. 4.14",
    "0920": "Had 0.25 he 0.44 married 0.54 | a 0.86 more 1.06 amiable 1.32 woman, 1.92 |"
    " he 2.58 might 2.68 have 2.92 been 3.18 | made 3.32 still 3.60 more 4.00 |"
    " respectable 4.22 | than 4.78 he 5.14 was. 5.22",
    "0930": "He 0.22 might 0.38 even 0.58 |"
    " have 0.84 been 1.10 made 1.26 | amiable 1.60 himself. 2.12",
}
"""Words and their times in the LibriVox clips of *Sense and Sensibility*, chapter 1."""

FRENCH = (
    "Félicitations, 0.02 | vous 1.18 avez 1.30 bien 1.58 installé 1.82 | et 2.42 exécuté 2.70 |"
    " le 3.34 projet 3.48 libre 3.78 Asterisk. 4.20 |"
    " Vous 5.22 avez 5.36 aussi 5.62 installé 5.88 |"
    " quelques 6.34 fichiers 6.66 audio 7.14 | et 7.60 les 7.94 fichiers 8.06 |"
    " de 8.44 configuration 8.60 | qui 9.30 devraient 9.64 vous 10.00 aider 10.20 |"
    " à 10.52 démarrer. 10.72"
)
FRENCH_SECONDS = 11.35

SPANISH = (
    "Felicidades, 0.02 | usted 1.32 ha 1.58 instalado 1.80 | y 2.48 ejecutado 2.88 |"
    " exitosamente 3.96 | su 5.04 PBX 5.70 | de 6.52 código 7.12 abierto, 7.56 | Asterisk. 8.40"
)
SPANISH_SECONDS = 9.42


def spoken(timed: str) -> str:
    """The words alone, of words with times."""
    return " ".join(timed.replace("|", " ").split()[::2])


def collins(path: Path) -> Photo:
    """Eileen Collins, astronaut, in her suit before a shuttle model."""
    outline: Points = (
        (120, 150),
        (170, 140),
        (180, 10),
        (290, 10),
        (300, 130),
        (340, 200),
        (360, 330),
    )
    outline += ((511, 340), (511, 511), (10, 511), (25, 430), (60, 230))
    core: Points = (
        (190, 150),
        (270, 150),
        (320, 230),
        (340, 330),
        (400, 380),
        (490, 400),
        (490, 505),
    )
    core += ((40, 505), (60, 400), (90, 230))
    wall = ((0, 0, 140, 140), (310, 0, 512, 220), (365, 220, 512, 338), (0, 0, 60, 200))
    face_and_helmet = ((225, 90, 42, 62), (400, 430, 105, 80))
    return Photo(path, Head(225, 85, 75), Cutout(outline, core, face_and_helmet, wall))


def hopper(path: Path) -> Photo:
    """Grace Hopper, computing pioneer, in uniform before a flag."""
    outline: Points = (
        (150, 60),
        (200, 10),
        (320, 10),
        (375, 60),
        (370, 250),
        (450, 310),
        (511, 360),
    )
    outline += ((511, 599), (0, 599), (20, 420), (160, 320))
    core: Points = (
        (170, 360),
        (260, 330),
        (400, 340),
        (490, 420),
        (490, 595),
        (50, 595),
        (60, 440),
    )
    wall = ((0, 0, 150, 260), (385, 0, 512, 280), (0, 260, 60, 400))
    face_and_cap = ((270, 190, 88, 150), (270, 90, 90, 60))
    return Photo(path, Head(270, 170, 120), Cutout(outline, core, face_and_cap, wall))


def cat(path: Path) -> Photo:
    """Chelsea the cat, close up."""
    return Photo(path, Head(240, 130, 110))
