/**
 * The numbers of new nodes, which follow those of the base in the order in which the nodes are written. They are only noted down, rows of one
 * shape by their tops: who asks for a new node's number, which most patches never do, has them looked up.
 */
export interface Fresh {
  set(number: number, node: Node): void;
  /** Gives the numbers from this one on to an element and what is in it. */
  setTree(number: number, top: Element): void;
  nodeOf(number: number): Node | undefined;
  numberOf(node: Node): number | undefined;
}

export function freshNumbers(): Fresh {
  const byNumber = new Map<number, Node>();
  let numbers: number[] = [];
  let nodes: Node[] = [];
  let tops: [number, Element][] = [];
  let byNode: Map<Node, number> | undefined;

  const lookUp = (): void => {
    if (!numbers.length && !tops.length) return;
    for (let index = 0; index < numbers.length; index++) byNumber.set(numbers[index]!, nodes[index]!);
    for (const [first, top] of tops) {
      const walker = document.createTreeWalker(top);
      let number = first;
      for (let node: Node | null = top; node; node = walker.nextNode()) byNumber.set(number++, node);
    }
    numbers = [];
    nodes = [];
    tops = [];
    byNode = undefined;
  };

  return {
    set(number, node) {
      numbers.push(number);
      nodes.push(node);
    },
    setTree: (number, top) => tops.push([number, top]),
    nodeOf(number) {
      lookUp();
      return byNumber.get(number);
    },
    numberOf(node) {
      lookUp();
      byNode ??= new Map([...byNumber].map(([number, one]) => [one, number]));
      return byNode.get(node);
    },
  };
}
