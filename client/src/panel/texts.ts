/** What the panel says, in English. Functions take what varies, so that a language can say it its own way. */
export const english = {
  /** The language's tag, by which numbers, lists and times are written. */
  lang: "en",
  title: "Send this page",
  open: (online: number) => `Send this page. Other devices here: ${online}`,
  close: "Close",
  back: "Back",
  thisIs: "This is",
  rename: "Rename this device",
  nobody: "Nobody else is here yet.",
  cut: "Not connected. What you send goes when the relay is back.",

  copy: "Copy there",
  move: "Move there",
  toAll: "To all",
  mirror: "Mirror",

  here: "Here now",
  wasHere: "Was here",
  lastSeen: (ago: string) => `Last seen ${ago}`,
  away: "Away",
  elsewhere: (page: string) => `On another page: ${page}`,

  sending: "Sending…",
  silent: "Sent. No answer yet.",
  later: "Will arrive when it is back.",
  laterRelay: "Will go when the relay is back.",
  arrived: "Arrived.",
  leftOut: (count: number, things: string) =>
    `${count === 1 ? "1 thing was" : `${count} things were`} left out: ${things}.`,
  more: (count: number) => `${count} more`,
  details: "Details",
  declined: "Not taken: declined there.",
  notTaken: (why: string) => `Not taken: ${why}`,
  notSent: (why: string) => `Not sent: ${why}`,
  on: (name: string, what: string) => `${name}: ${what}`,
  all: "All others",
  ofAll: (arrived: number, others: number) => `Arrived on ${arrived} of ${others}.`,
  waiting: "Waiting to arrive",
  cancel: "Cancel",
  canceled: "Canceled.",

  /**
   * By codes, in a few words: what was left out, and why something failed (as in `LiquidError.code`, or a receipt's `reason`). What is not
   * listed here is told by what it is, or by its message.
   */
  reasons: {
    file_input: "the chosen file",
    frame: "a frame from elsewhere",
    script: "a script",
    no_counterpart: "a part the page there does not have",
  } as Record<string, string>,

  asks: (name: string, changes: number, mirror: boolean) =>
    `${name} ${mirror ? "wants to mirror its page here" : "sends its state"}. Your ${changes === 1 ? "change" : `${changes} changes`} here will be kept for undo.`,
  apply: "Apply",
  notNow: "Not now",
  always: (name: string) => `Always from ${name}`,
  askAgain: "Taken without asking.",
  askAgainVerb: "Ask again",
  came: (name: string) => `${name} sent its page here.`,
  returned: (name: string) => `Back from ${name}.`,
  takenBack: (name: string) => `${name} took its page back.`,
  undo: "Undo",
  redo: "Redo",
  undone: "As before.",

  continued: (name: string) => `Continued on ${name}`,
  willContinue: (name: string) => `Will continue on ${name} when it is back`,
  takeBack: "Take back",
  goOnHere: "Go on here",
  asking: "Asking…",
  notGiven: "It did not come: that device is away.",

  mirrorOf: (name: string) => `Mirror of ${name}`,
  leave: "Leave",

  add: "Add a device",
  scan: "Scan this with the other device, or open the address and type the code.",
  onlyHere: "Only this computer reaches this address. For a phone, start the relay on one of your network.",
  address: "Address",
  goodFor: (time: string) => `Good for ${time}`,
  newCode: "New code",
  haveCode: "Code of another device",
  join: "Join",
  joined: "Connected.",
  invited: (code: string) => `Connect with the device that shows the code ${code}? What you send then goes there.`,
  connect: "Connect",
  everybody: "Open this address on the other device.",
  devices: "Devices that may join",
  added: (name: string, ago: string) => `${name}, added ${ago}`,
  removed: (name: string) => `${name} is removed.`,
  unnamed: "A device",
  remove: "Remove",

  miniature: "Show others a miniature",
};

/** All texts of the panel, to be replaced one by one or together. */
export type Texts = typeof english;
