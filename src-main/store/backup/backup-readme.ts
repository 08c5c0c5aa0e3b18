/** Lies in every backup, for whoever finds it without the program. */
export const README_TEXT = `Nachlese: Sicherung eines Archivs / backup of an archive

Deutsch
-------
In "objects" liegt jede Datei des Archivs einmal, benannt nach ihrem SHA-256 und mit ihrer Endung: Artikel (.html)
öffnet jeder Browser, Notizen (.json) jeder Texteditor. In "generations" steht je Sicherung eine Datei; "lists" nennt
darin Verzeichnisse (Dateien .txt in "objects"), und jede Zeile eines Verzeichnisses nennt SHA-256 und Namen einer Datei.
Nichts hier ist verschlüsselt oder gepackt. Bitte nichts ändern oder umbenennen.

English
-------
"objects" holds every file of the archive once, named by its SHA-256 and with its extension: any browser opens articles
(.html), any text editor notes (.json). "generations" holds one file per backup; "lists" in it names lists (.txt files in
"objects"), and each line of a list names the SHA-256 and the name of a file. Nothing here is encrypted or packed. Please
change and rename nothing.

Wiederherstellen ohne das Programm / restoring without the program (sh, sed, any Linux or macOS; in this folder):

  g=$(ls generations | tail -n 1)
  for l in $(sed -n 's/.*"list": "\\([0-9a-f]*\\)".*/\\1/p' "generations/$g"); do
    while IFS= read -r line; do
      h=\${line%%  *}; p=\${line#*  }; mkdir -p "restored/$(dirname "$p")"
      set -- "objects/\${h%"\${h#??}"}/$h"*; cp "$1" "restored/$p"
    done < "objects/\${l%"\${l#??}"}/$l.txt"
  done
`;
