/** Where two trees differ first, in structure, attributes, texts or live form state; `undefined` if nowhere. */
export function difference(a: Node, b: Node): string | undefined {
  const pairs: [Node, Node][] = [[a, b]];
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [mine, other] = pair;
    const facts = [describe(mine), describe(other)];
    if (facts[0] !== facts[1]) return `${facts[0]} ≠ ${facts[1]}`;
    const contents = [mine, other].map(node => (node as HTMLTemplateElement).content);
    if (contents[0] && contents[1]) pairs.push([contents[0], contents[1]]);
    let twin = other.firstChild;
    for (let child = mine.firstChild; child; child = child.nextSibling) {
      if (!twin) return `${describe(child)} ≠ nothing`;
      pairs.push([child, twin]);
      twin = twin.nextSibling;
    }
    if (twin) return `nothing ≠ ${describe(twin)}`;
  }
  return undefined;
}

function describe(node: Node): string {
  if (node.nodeType !== 1) return `${node.nodeName} ${JSON.stringify(node.nodeValue)}`;
  const element = node as HTMLInputElement;
  const attributes = [...element.attributes].map(({ name, value }) => `${name}=${JSON.stringify(value)}`);
  const { value, checked, indeterminate } = element;
  const live = element.localName === "input" ? JSON.stringify({ value, checked, indeterminate }) : "";
  return `<${element.namespaceURI} ${element.nodeName} ${attributes.sort().join(" ")}> ${live}`;
}
