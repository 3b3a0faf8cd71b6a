import { isElement, walk } from "./walk";

/** Changes a document as a page and its person might before a migration arrives: the same changes for the same seed. */
export function disturb(document: Document, seed: number): void {
  const random = (below: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const nodes = [...walk(document)].map(({ node }) => node);
  const elements = nodes.filter(isElement).filter(element => element.localName !== "script");
  const pick = <T>(list: T[]): T => list[random(list.length)]!;
  const root = document.documentElement;

  for (let count = 0; count < 6; count++) {
    const element = pick(elements);
    const other = pick(elements);
    switch (count) {
      case 0:
        element.setAttribute("class", "local");
        break;
      case 1:
        for (const { name } of [...element.attributes]) element.removeAttribute(name);
        break;
      case 2:
        element.prepend("local", document.createElement("i"), document.createComment("local"));
        break;
      case 3:
        for (const node of nodes) if (isPlainText(node) && random(2)) node.nodeValue = "local";
        break;
      case 4:
        if (element !== root && !holds(element, other)) other.append(element);
        break;
      default:
        if (element !== root) element.remove();
    }
  }
  for (const control of document.querySelectorAll<HTMLInputElement>("input, textarea")) {
    if (/^(checkbox|radio)$/.test(control.type)) control.checked = !control.checked;
    else if (!/^(file|hidden)$/.test(control.type)) control.value = "local";
  }
  for (const option of document.querySelectorAll<HTMLOptionElement>("select option")) option.selected = random(2) === 0;
}

const isPlainText = ({ nodeType, parentElement }: Node) => nodeType === 3 && parentElement?.localName !== "script";

/** Whether a node stands somewhere in an element, in its template content or shadow root too. */
const holds = (element: Element, node: Node) => [...walk(element)].some(step => step.node === node);
