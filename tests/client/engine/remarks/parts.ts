import { closeRoot, noteDrawing } from "./secret-lives";

/** Something that can't be carried, or is kept out, or is only each page's own. */
export interface Part {
  /** Its markup; `own` differs from one load to another. */
  html(own: string): string;
  /** What the page's script does with it at load. */
  load?(element: HTMLElement): void;
  /** What somebody does with it on the page that is sent. */
  use?(element: HTMLElement): void;
}

const part = (html: string, use?: (element: HTMLElement) => void): Part => ({ html: () => html, ...(use && { use }) });

/** What is not there any more is found in nothing. */
const find = <E extends Element = HTMLElement>(top: ParentNode, selector: string): E =>
  top.querySelector<E>(selector) ?? (document.createElement("i") as Element as E);

/** A picture that makes a canvas unreadable where it is drawn on it. */
const tainting = new Image();
tainting.src = `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><foreignObject width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></svg>`;
export const ready = tainting.decode();

function choose(input: HTMLInputElement): void {
  const files = new DataTransfer();
  files.items.add(new File(["x"], "a"));
  input.files = files.files;
}

const typed = (element: HTMLElement) => {
  (element as HTMLInputElement).value = "source's own";
};

const set = (name: string, value: string) => (element: HTMLElement) => element.setAttribute(name, value);

const taint = (canvas: HTMLElement): void => (canvas as HTMLCanvasElement).getContext("2d")!.drawImage(tainting, 0, 0);

function clearByWebGL(canvas: HTMLElement): void {
  const gl = (canvas as HTMLCanvasElement).getContext("webgl");
  if (!gl) return;
  gl.clearColor(1, 0, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  noteDrawing(canvas as HTMLCanvasElement, "by WebGL");
}

function assign(host: HTMLElement): void {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open", slotAssignment: "manual" });
  if (root.slotAssignment !== "manual") return;
  root.innerHTML = "<b>slotted</b><slot></slot>";
  find<HTMLSlotElement>(root, "slot").assign(find(host, "i"));
}

function select(element: HTMLElement): void {
  element.ownerDocument.getSelection()!.selectAllChildren(element);
}

export const parts: Record<string, Part> = {
  files: part("<input type=file name=cv>", element => choose(element as HTMLInputElement)),
  taintedCanvas: part("<canvas width=9 height=9></canvas>", taint),
  webGL: part("<canvas width=9 height=9></canvas>", clearByWebGL),
  readableCanvas: part("<canvas width=9 height=9></canvas>", element =>
    (element as HTMLCanvasElement).getContext("2d")!.fillRect(0, 0, 4, 4),
  ),
  closedRoot: part("<div>light</div>", element => closeRoot(element, "<b>closed</b>")),
  manualSlots: part("<div><i>one</i><i>two</i></div>", assign),
  otherOrigin: part("<iframe src='data:text/html,other'></iframe>", set("title", "other")),
  ownFrame: part("<iframe></iframe>", element => {
    const { body } = (element as HTMLIFrameElement).contentDocument ?? {};
    if (body)
      body.innerHTML = "<p onclick='there()'>in the frame</p><script>there()</script><input type=password value=x>";
  }),
  password: part("<input type=password name=pw>", typed),
  oldPassword: { html: own => `<input type=password name=old value="${own}">`, use: set("value", "source's own") },
  card: part("<input autocomplete=cc-number>", typed),
  code: part("<textarea autocomplete=one-time-code></textarea>", typed),
  editedCard: part("<p contenteditable autocomplete=cc-csc>0</p>", element => element.append("own")),
  token: { html: own => `<form><input type=hidden name=csrf value="own ${own}"><input name=note></form>` },
  renewedForm: {
    html: own => `<form><input type=hidden name=id value="own ${own}"><input name=note></form>`,
    use(element) {
      element.outerHTML = `<fieldset>${element.outerHTML}</fieldset>`;
    },
  },
  copiedForm: {
    html: own => `<form><input type=hidden name=csrf-token value="own ${own}"></form>`,
    use: element => element.after(element.cloneNode(true)),
  },
  meta: { html: own => `<meta name=csrf content="${own}">`, use: set("content", "source's own") },
  refresh: part("<meta name=x content='9999'>", set("http-equiv", "refresh")),
  ownRefresh: part("<meta http-equiv=x-none content=1>", set("content", "2")),
  base: part("<base>", set("href", "/elsewhere/")),
  privateText: part("<p data-liquid-private>own <b>text</b></p>", element => find(element, "b").append("source's own")),
  privateField: part("<input data-liquid-private>", typed),
  markedLater: part("<p><b>x</b><input></p>", element => {
    element.setAttribute("data-liquid-private", "");
    find(element, "b").append("source's own");
    typed(find(element, "input:not([type])"));
  }),
  ignored: part("<i data-liquid-ignore>own</i>", element => element.append("source's own")),
  extension: part("<p>text</p>", element => {
    element.setAttribute("data-gramm", "false");
    element.append(element.ownerDocument.createElement("grammarly-extension"));
  }),
  nonce: part("<style nonce=a>p { color: red }</style>", set("nonce", "b")),
  handler: part("<button>x</button>", set("onclick", "there()")),
  ownHandler: part("<button onclick='here()'>x</button>", element => element.removeAttribute("onclick")),
  link: part("<a href=/>link</a>", set("href", "java\nscript:there()")),
  svgLink: part("<svg><a xlink:href=/>x</a></svg>", element =>
    find(element, "a").setAttributeNS("http://www.w3.org/1999/xlink", "xlink:href", "javascript:there()"),
  ),
  formAction: part("<form><button>x</button></form>", element =>
    find(element, "button").setAttribute("formaction", "javascript:there()"),
  ),
  data: part("<script type='text/x'>data</script>", element => element.append("more")),
  hidingName: part("<img alt=x>", set("id", "getAttribute")),
  ignoring: part("<p>x</p>", element => {
    element.insertAdjacentHTML("beforeend", "<b data-liquid-ignore>not counted</b><b>counted</b>");
  }),
  player: part("<audio></audio>", element => Object.assign(element, { volume: 0.5, muted: true, playbackRate: 2 })),
  validity: part("<input disabled>", element => (element as HTMLInputElement).setCustomValidity("no")),
  focusedLink: part("<a href=/>focus</a>", element => {
    element.setAttribute("href", "javascript:there()");
    element.focus();
  }),
  focusedPrivately: part("<p data-liquid-private tabindex=0>x</p>", element => element.focus()),
  focused: part("<button>focus</button>", element => element.focus()),
  selected: part("<p>selected</p>", select),
  selectedPrivately: part("<p data-liquid-private>selected</p>", select),
  adoptedInTemplate: part("<template><div></div></template>", element =>
    find((element as HTMLTemplateElement).content, "div").append("x"),
  ),
  dialog: part("<dialog popover>both</dialog>", element => {
    if (element.isConnected && !element.matches("[open], :popover-open")) (element as HTMLDialogElement).showModal();
  }),
};
