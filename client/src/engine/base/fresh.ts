/**
 * The numbers of new nodes, which follow those of the base in the order in which the nodes are written. Rows of one shape are known by
 * their tops; what is in them is looked at when a new node's number is asked for, which most patches never do.
 */
export interface Fresh {
  set(number: number, node: Node): void;
  /** Gives the numbers from this one on to an element and what is in it. */
  setTree(number: number, top: Element): void;
  nodeOf(number: number): Node | undefined;
  numberOf(node: Node): number | undefined;
}

export function freshNumbers(): Fresh {
  const nodes = new Map<number, Node>();
  let tops: [number, Element][] = [];
  let numbers: Map<Node, number> | undefined;

  const unfold = (): void => {
    for (const [first, top] of tops) {
      const walker = document.createTreeWalker(top);
      let number = first;
      for (let node: Node | null = top; node; node = walker.nextNode()) nodes.set(number++, node);
    }
    tops = [];
  };

  return {
    set: (number, node) => nodes.set(number, node),
    setTree: (number, top) => tops.push([number, top]),
    nodeOf(number) {
      unfold();
      return nodes.get(number);
    },
    numberOf(node) {
      unfold();
      numbers ??= new Map([...nodes].map(([number, one]) => [one, number]));
      return numbers.get(node);
    },
  };
}
