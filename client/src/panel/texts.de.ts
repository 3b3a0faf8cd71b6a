import type { Texts } from "./texts";

const changes = (count: number) =>
  count === 1 ? "Deine Änderung hier bleibt" : `Deine ${count} Änderungen hier bleiben`;

/** What the panel says, in German: `Liquid.start({ panel: { texts: german } })`. */
export const german: Texts = {
  lang: "de",
  title: "Diese Seite senden",
  open: online => `Diese Seite senden. Andere Geräte da: ${online}`,
  close: "Schließen",
  back: "Zurück",
  thisIs: "Dies ist",
  rename: "Dieses Gerät umbenennen",
  nobody: "Noch ist niemand sonst da. Füge dein Telefon hinzu, oder öffne die Seite in einem zweiten Fenster.",
  cut: "Keine Verbindung. Was du jetzt sendest, wartet hier und geht ab, sobald das Relay wieder da ist.",

  copy: "Dorthin kopieren",
  move: "Dorthin umziehen",
  toAll: "An alle",
  mirror: "Spiegeln",

  here: "Gerade da",
  lastSeen: ago => `Zuletzt da ${ago}`,
  away: "Nicht da",
  elsewhere: page => `Auf einer anderen Seite: ${page}`,

  sending: "Wird gesendet…",
  silent: "Gesendet. Noch keine Antwort.",
  later: "Kommt an, sobald es wieder da ist.",
  laterRelay: "Geht ab, sobald das Relay wieder da ist.",
  arrived: "Angekommen.",
  leftOut: (count, things) => `${count === 1 ? "1 Teil" : `${count} Teile`} blieben weg: ${things}.`,
  more: count => `${count} weitere`,
  details: "Einzelheiten",
  declined: "Nicht angenommen: Jemand dort wollte es nicht.",
  notTaken: why => `Nicht angenommen: ${why}`,
  notSent: why => `Nicht gesendet: ${why}`,
  on: (name, what) => `${name}: ${what}`,
  all: "Alle anderen",
  ofAll: (arrived, others) => `Auf ${arrived} von ${others} angekommen.`,
  waiting: "Noch unterwegs",
  cancel: "Abbrechen",
  canceled: "Abgebrochen.",

  reasons: {
    file_input: "die ausgewählte Datei",
    frame: "ein fremder Rahmen",
    script: "ein Skript",
    no_counterpart: "ein Teil, den die Seite dort nicht hat",
  },

  asks: (name, count, mirror) =>
    `${name} ${mirror ? "möchte seine Seite hierher spiegeln" : "sendet seinen Stand"}. ${changes(count)} für „Rückgängig“ erhalten.`,
  apply: "Übernehmen",
  notNow: "Jetzt nicht",
  always: name => `Immer von ${name}`,
  askAgain: "Wird ohne Frage übernommen.",
  askAgainVerb: "Wieder fragen",
  came: name => `${name} hat seine Seite hierher gesendet.`,
  takenBack: name => `${name} hat seine Seite zurückgeholt.`,
  undo: "Rückgängig",
  redo: "Wiederholen",
  undone: "Die Seite ist wie zuvor.",

  continued: name => `Weiter auf ${name}`,
  willContinue: name => `Geht auf ${name} weiter, sobald es da ist`,
  takeBack: "Zurückholen",
  goOnHere: "Hier weitermachen",
  asking: "Wird geholt…",
  notGiven:
    "Es kam nicht: Das Gerät ist nicht da oder zeigt inzwischen etwas anderes. Du kannst hier weitermachen, wie es war.",

  mirrorOf: name => `Spiegel von ${name}`,
  leave: "Verlassen",

  add: "Gerät hinzufügen",
  scan: "Scanne dies mit dem anderen Gerät, oder öffne dort die Adresse und gib den Code ein.",
  onlyHere:
    "Nur dieser Computer erreicht diese Adresse. Starte das Relay auf einer Adresse deines Netzes, dann steht sie hier.",
  address: "Adresse",
  goodFor: time => `Gilt noch ${time}`,
  newCode: "Neuer Code",
  haveCode: "Code eines anderen Geräts",
  join: "Verbinden",
  joined: "Verbunden.",
  invited: code =>
    `Mit dem Gerät verbinden, das den Code ${code} zeigt? Nur, wenn du dort gerade danach gefragt hast: Was du sendest, geht dann dorthin.`,
  connect: "Verbinden",
  everybody: "Wer diese Adresse auf einem anderen Gerät öffnet, ist am selben Ort.",
  devices: "Geräte, die hereinkommen dürfen",
  added: (name, ago) => `${name}, hinzugefügt ${ago}`,
  removed: name => `${name} darf nicht mehr herein.`,
  unnamed: "Ein Gerät",
  remove: "Entfernen",

  miniature: "Anderen eine Miniatur dieser Seite zeigen",
};
