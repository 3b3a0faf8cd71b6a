/** A node with its depth; a shadow root or a template's content comes before its host's children. */
export interface Step {
  node: Node;
  depth: number;
}

/** Every node of a tree in document order, without recursion: some pages are deep. */
export function* walk(root: Node): Generator<Step> {
  const stack: Step[] = [{ node: root, depth: 0 }];
  for (let step = stack.pop(); step; step = stack.pop()) {
    yield step;
    const depth = step.depth + 1;
    for (let child = step.node.lastChild; child; child = child.previousSibling) stack.push({ node: child, depth });
    const fragment = fragmentOf(step.node);
    if (fragment) stack.push({ node: fragment, depth });
  }
}

/** An element's open shadow root or, a template, its content. */
export function fragmentOf(node: Node): DocumentFragment | null {
  const { shadowRoot, content } = node as HTMLTemplateElement;
  return shadowRoot ?? (content?.nodeType === 11 ? content : null);
}

export const isElement = (node: Node): node is Element => node.nodeType === 1;
