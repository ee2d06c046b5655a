"""Installs the Node SDK into a folder of the harness, and nowhere else: install.py NPM FOLDER."""

import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def main():
    npm, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "loop.js"):
        shutil.copy(HERE / name, folder)
    subprocess.run([npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"], cwd=folder, check=True)


if __name__ == "__main__":
    main()
