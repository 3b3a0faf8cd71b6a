/** Frames are used again: a browser under test does not let go of one while it runs. */
const frames: HTMLIFrameElement[] = [];
let used = 0;

/** A document of its own with this markup, as the parser makes it. */
export function page(html: string): Document {
  frames[used] ??= document.body.appendChild(document.createElement("iframe"));
  const inner = frames[used++]!.contentDocument!;
  inner.open();
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
    return children.length || nodeValue === null ? [nodeName, ...children.map(facts)] : [nodeName, nodeValue];
  }
  const element = node as HTMLInputElement;
  const attributes = [...element.attributes].map(a => `${a.namespaceURI} ${a.localName}=${a.value}`).sort();
  const fragment = element.shadowRoot ?? (element as unknown as HTMLTemplateElement).content;
  return [
    `${element.namespaceURI} ${element.nodeName}`,
    attributes,
    liveStates(element),
    ...(fragment?.nodeType === 11 ? [facts(fragment)] : []),
    ...children.map(facts),
  ];
}

function liveStates(element: Element): unknown {
  const { value, checked, indeterminate, type } = element as HTMLInputElement;
  switch (element.localName) {
    case "input":
      return type === "password" ? "secret" : { value, checked, indeterminate };
    case "textarea":
      return { value };
    case "select":
      return [...(element as HTMLSelectElement).options].map(option => option.selected);
    default:
      return undefined;
  }
}
