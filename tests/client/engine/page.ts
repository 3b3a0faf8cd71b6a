/** Frames are used again: a browser under test does not let go of one while it runs. */
const frames: (HTMLIFrameElement | undefined)[] = [];
let used = 0;

/** A document of its own with this markup, as the parser makes it. */
export function page(html: string): Document {
  const frame = frames[used] ?? document.body.appendChild(document.createElement("iframe"));
  frames[used] = frame;
  const inner = frame.contentDocument!;
  // Written anew, a document keeps these.
  inner.adoptedStyleSheets = [];
  inner.open();
  if (inner.firstChild) {
    // Firefox refuses now and then to write one anew.
    frame.remove();
    delete frames[used];
    return page(html);
  }
  used++;
  inner.write(html);
  inner.close();
  return inner;
}

/** Gives the documents of a test back. */
export function closePages(): void {
  used = 0;
}

/** Everything about a tree that must arrive: names, attributes, texts, fragments, live states. */
export function facts(node: Node): unknown {
  const children = [...node.childNodes].filter(child => !(child as Element).hasAttribute?.("data-liquid-ignore"));
  if (node.nodeType !== 1) {
    const { nodeName, nodeValue } = node;
    // In a template no root has any; Firefox still tells those that it brought along, and lets nobody set them.
    const adopted = node.ownerDocument?.defaultView === null ? [] : (node as ShadowRoot).adoptedStyleSheets;
    return nodeValue === null
      ? [nodeName, ...(adopted ?? []).map(rules), ...children.map(facts)]
      : [nodeName, nodeValue];
  }
  const element = node as HTMLInputElement;
  const attributes = [...element.attributes].map(a => `${a.namespaceURI} ${a.localName}=${a.value}`).sort();
  const fragment = element.shadowRoot ?? (element as unknown as HTMLTemplateElement).content;
  return [
    `${element.namespaceURI} ${element.nodeName}`,
    attributes,
    liveStates(element),
    ...(fragment?.nodeType === 11 && !isTransparent(fragment) ? [facts(fragment)] : []),
    ...children.map(facts),
  ];
}

/** A shadow root that shows its host as if it had none; one that came can't be taken away again. */
const isTransparent = (fragment: DocumentFragment) =>
  "host" in fragment && fragment.childNodes.length === 1 && fragment.firstElementChild?.outerHTML === "<slot></slot>";

const rules = (sheet: CSSStyleSheet) => [sheet.disabled, ...[...sheet.cssRules].map(rule => rule.cssText)];

function liveStates(element: Element): unknown {
  // What is secret stays as it is.
  if (element.matches("[type=password], [autocomplete*=cc]")) return undefined;
  const { sheet } = element as HTMLStyleElement;
  const { validationMessage } = element as HTMLInputElement;
  const open = [":modal", ":popover-open"].filter(selector => element.matches(selector));
  return [valuesOf(element), ...(sheet ? rules(sheet) : []), ...open, validationMessage ?? ""];
}

function valuesOf(element: Element): unknown {
  const { value, checked, indeterminate } = element as HTMLInputElement;
  switch (element.localName) {
    case "input":
      return { value, checked, indeterminate };
    case "textarea":
      return { value };
    case "select":
      return [...(element as HTMLSelectElement).options].map(option => option.selected);
    default:
      return undefined;
  }
}
