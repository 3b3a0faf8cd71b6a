import fc from "fast-check";

/** A random change, read as indexes into whatever the document holds when it is made. */
export interface Mutation {
  kind: number;
  node: number;
  other: number;
  text: string;
}

/** The kind of mutation that adds rows which are alike. */
const ROWS = 23;

/** The kind of mutation that opens and closes dialogs. */
export const DIALOGS = 16;

/** The kind of mutation that attaches a shadow root to an element of the page, which can't be undone. */
export const LATE_ROOT = 21;

const TREE = fc.letrec<{ node: string }>(tie => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom("text", "<!--note-->", "<br>", "<hr class=x>", "<img alt=y>"),
    fc.constantFrom(
      "<input>",
      "<input type=checkbox checked>",
      "<input type=radio name=r>",
      "<input type=radio name=r checked>",
      "<input type=range>",
      "<textarea>t</textarea>",
      "<select><option>1<option selected>2</select>",
      "<select multiple><option selected>1<option>2</select>",
      "<template><b>in</b></template>",
      "<svg viewBox='0 0 1 1'><path d=M0/></svg>",
      "<i data-liquid-ignore>ignored</i>",
      "<dialog>modal or not</dialog>",
      "<p popover>auto</p>",
      "<p popover=manual>manual</p>",
      "<style>p { color: red } b { color: red }</style>",
    ),
    fc
      .tuple(fc.constantFrom("div", "span", "section", "ul", "custom-x"), fc.array(tie("node"), { maxLength: 5 }))
      .map(([name, children]) => `<${name} id=n>${children.join("")}</${name}>`),
  ),
}));

/** The markup of a random page. */
export const markup = fc.array(TREE.node, { maxLength: 6 }).map(nodes => `<!doctype html><body>${nodes.join("")}`);

export const mutations = fc.array(
  fc.record({
    kind: fc.nat(23),
    node: fc.nat(1000),
    other: fc.nat(1000),
    text: fc.constantFrom("", "a", "b", "<c>", "two words"),
  }),
  { maxLength: 14 },
);

/** What is the page's own business alone. */
const CLOSED = "[data-liquid-ignore], [data-liquid-private], [data-liquid-owned], script";

const seen = (node: Node): boolean => !(node as Element).matches?.(CLOSED);

/** Every node below a document's body that may change. */
function nodesOf(document: Document): Node[] {
  const nodes: Node[] = [];
  const walk = (node: Node) => {
    if (!seen(node)) return;
    nodes.push(node);
    if (node instanceof (document.defaultView as unknown as typeof globalThis).HTMLTemplateElement) walk(node.content);
    if ((node as Element).shadowRoot) walk((node as Element).shadowRoot!);
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  return nodes;
}

/** Changes a document. `attic` keeps nodes that were taken out, so that they can come back changed. */
export function mutate(document: Document, list: Mutation[], attic: Node[]): void {
  for (const mutation of list) {
    try {
      change(document, mutation, attic);
    } catch (error) {
      // A browser puts no node into itself, and opens nothing twice or in a template; then nothing changed.
      if (!/^(HierarchyRequest|InvalidState|NotSupported|NotAllowed)Error$/.test((error as DOMException).name))
        throw error;
    }
  }
}

function change(document: Document, { kind, node, other, text }: Mutation, attic: Node[]): void {
  const all = nodesOf(document);
  const target = all[node % all.length]!;
  const elements = all.filter((one): one is Element => one.nodeType === 1);
  const element = elements[node % elements.length]!;
  const place = elements[other % elements.length]!;
  const before = place.childNodes[other % (place.childNodes.length + 1)] ?? null;
  const movable = target !== document.body && target.parentNode !== null && target.nodeType !== 11;
  switch (kind) {
    case 0:
      element.setAttribute(["class", "title", "data-a"][other % 3]!, text);
      break;
    case 1:
      element.removeAttribute(["class", "title", "id"][other % 3]!);
      break;
    case 2:
      if (target.nodeType === 3 || target.nodeType === 8) target.nodeValue = text;
      break;
    case 3:
      place.insertBefore(document.createTextNode(text), before);
      break;
    case 4:
      place.insertBefore(document.createComment("c"), before);
      break;
    case 5:
      place.insertAdjacentHTML("beforeend", `<p title="${node % 3}">x<b>y</b><input value=z></p>`);
      break;
    case 6:
      if (movable) attic.push((target as ChildNode).parentNode!.removeChild(target));
      break;
    case 7:
      if (movable) place.insertBefore(target, before === target ? target.nextSibling : before);
      break;
    case 8: {
      const back = attic.pop();
      if (!back) break;
      if (back.nodeType === 1) (back as Element).setAttribute("title", `back ${text}`);
      else back.nodeValue = text;
      place.insertBefore(back, before);
      break;
    }
    case 9:
      if (element !== document.body) renderAgain(element);
      break;
    case 10: {
      const wrapper = document.createElement("section");
      if (!movable) break;
      target.parentNode!.insertBefore(wrapper, target);
      wrapper.append(target);
      break;
    }
    case 11: {
      const input = elements.filter(one => one.localName === "input" || one.localName === "textarea")[
        other % 7
      ] as HTMLInputElement;
      if (input) input.value = input.type === "range" ? "7" : text;
      break;
    }
    case 12: {
      const boxes = elements.filter(one => /checkbox|radio/.test((one as HTMLInputElement).type)) as HTMLInputElement[];
      const box = boxes[other % (boxes.length || 1)];
      if (box) box.checked = node % 3 > 0;
      if (box && box.type === "checkbox") box.indeterminate = node % 2 === 0;
      break;
    }
    case 13: {
      const options = elements.filter(one => one.localName === "option") as HTMLOptionElement[];
      const option = options[other % (options.length || 1)];
      if (option) option.selected = node % 3 > 0;
      break;
    }
    case 14:
      if (element.childNodes.length > 1) element.append(...[...element.childNodes].reverse());
      break;
    case 15: {
      const host = document.createElement("div");
      host.attachShadow({ mode: "open" }).innerHTML = "<em>shadow</em><slot></slot>";
      place.insertBefore(host, before);
      break;
    }
    case DIALOGS: {
      const dialogs = elements.filter(one => one.localName === "dialog") as HTMLDialogElement[];
      const dialog = dialogs[other % (dialogs.length || 1)];
      dialog?.[(["show", "showModal", "close"] as const)[node % 3]!]();
      break;
    }
    case 17: {
      const popovers = elements.filter(one => one.hasAttribute("popover")) as HTMLElement[];
      popovers[other % (popovers.length || 1)]?.togglePopover();
      break;
    }
    case 18: {
      const styles = elements.filter(one => one.localName === "style") as HTMLStyleElement[];
      const sheet = styles[other % (styles.length || 1)]?.sheet;
      if (sheet && node % 3) sheet.insertRule(`.r${node % 5} { color: blue }`, node % (sheet.cssRules.length + 1));
      else if (sheet?.cssRules.length) sheet.deleteRule(node % sheet.cssRules.length);
      if (sheet) sheet.disabled = other % 3 === 0;
      break;
    }
    case 19: {
      const roots = [document, ...elements.map(one => one.shadowRoot).filter(root => root !== null)];
      const root = roots[other % roots.length]!;
      const sheet = new (document.defaultView as unknown as typeof globalThis).CSSStyleSheet();
      sheet.replaceSync(`.a${node % 5} { color: green }`);
      root.adoptedStyleSheets = node % 4 ? [...root.adoptedStyleSheets, sheet] : roots[0]!.adoptedStyleSheets.slice(1);
      break;
    }
    case 20: {
      const controls = elements.filter(one => one.localName === "input") as HTMLInputElement[];
      controls[other % (controls.length || 1)]?.setCustomValidity?.(text);
      break;
    }
    case LATE_ROOT:
      element.attachShadow({ mode: "open" }).innerHTML = `<em>late</em>${text}<slot></slot>`;
      break;
    case ROWS: {
      const row = (index: number) =>
        `<p class="${(index + node) % 3 ? "row" : text}"><b>${(other + index) % 4}</b>${index % 2 ? "" : " "}<input value=z> row ${text}</p>`;
      place.insertAdjacentHTML("beforeend", [0, 1, 2, 3, 4, 5].map(row).join(node % 2 ? "" : "\n"));
      break;
    }
    default:
      setParsed(element, "@click", text);
      if (element.localName === "path") element.setAttributeNS("http://www.w3.org/1999/xlink", "xlink:href", text);
  }
}

/** Sets an attribute of a name that a parser makes everywhere, and scripts in some browsers only. */
function setParsed(element: Element, name: string, value: string): void {
  if (!element.hasAttribute(name)) {
    const { body } = new DOMParser().parseFromString(`<i ${name}>`, "text/html");
    const attribute = body.firstElementChild!.attributes[0]!;
    attribute.ownerElement!.removeAttributeNode(attribute);
    element.setAttributeNode(attribute);
  }
  element.getAttributeNode(name)!.value = value;
}

/** What an application does that renders by `innerHTML`: the same markup, other nodes. */
function renderAgain(element: Element): void {
  const { innerHTML } = element;
  element.innerHTML = innerHTML;
}
