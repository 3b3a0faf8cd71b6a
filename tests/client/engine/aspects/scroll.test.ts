import { afterEach, expect, it } from "vitest";
import { closePages } from "../page";
import { next, pair, travel, withShadow } from "../pair";

const resized: HTMLElement[] = [];

afterEach(() => {
  closePages();
  for (const frame of resized.splice(0)) frame.removeAttribute("style");
});

const words = "word ".repeat(60);
const paragraphs = Array.from({ length: 40 }, (_, i) => `<p id=p${i}>${i} ${words}</p>`).join("");
const HTML = `<!doctype html><style>nav { position: sticky; top: 0; background: white }</style><nav>menu</nav>${paragraphs}`;

/** Gives a document's window another size. */
function resize(document: Document, width: string): void {
  const frame = document.defaultView!.frameElement as HTMLElement;
  frame.style.width = width;
  resized.push(frame);
}

async function scrollTo(element: Element, top: number): Promise<void> {
  const { ownerDocument } = element;
  const target = element === ownerDocument.scrollingElement ? ownerDocument : element;
  const scrolled = next(target, "scroll");
  element.scrollTop = top;
  await scrolled;
}

const topOf = (document: Document, id: string) => document.getElementById(id)!.getBoundingClientRect().top;

it("the page shows the same place in a window of another size", async () => {
  const [documentA, a, documentB, b] = pair(HTML);
  resize(documentA, "300px");
  resize(documentB, "600px");
  await scrollTo(documentA.scrollingElement!, documentA.getElementById("p20")!.offsetTop - 40);
  const patch = travel(a.capture());
  b.apply(patch);
  expect(documentB.scrollingElement!.scrollTop).not.toBe(documentA.scrollingElement!.scrollTop);
  expect(Math.abs(topOf(documentB, "p20") - topOf(documentA, "p20"))).toBeLessThan(30);
  expect(b.apply(patch).applied).toBe(0);
  b.reset();
  expect(documentB.scrollingElement!.scrollTop).toBe(0);
});

it("the middle of a long paragraph stays the middle", async () => {
  const [documentA, a, documentB, b] = pair(
    `<!doctype html>${"<p>x</p>".repeat(20)}<p id=long>${words}</p>${paragraphs}`,
  );
  resize(documentB, "500px");
  const long = (document: Document) => document.getElementById("long")!;
  const share = (document: Document) => topOf(document, "long") / long(document).offsetHeight;
  await scrollTo(documentA.scrollingElement!, long(documentA).offsetTop + long(documentA).offsetHeight / 2);
  b.apply(travel(a.capture()));
  expect(long(documentA).offsetHeight).toBeGreaterThan(long(documentB).offsetHeight * 1.3);
  expect(share(documentA)).toBeCloseTo(-0.5, 1);
  expect(share(documentB)).toBeCloseTo(share(documentA), 1);
});

it("in a window of the same size it is the same to the pixel, in elements and shadow roots too", async () => {
  const html = `<div style="height:100px;overflow:auto">${paragraphs}</div>`;
  const [documentA, a, documentB, b] = pair(`<!doctype html><div id=h></div>${html}${paragraphs}`, withShadow(html));
  const panes = (document: Document) => [
    document.scrollingElement!,
    document.querySelectorAll("div")[1]!,
    document.getElementById("h")!.shadowRoot!.querySelector("div")!,
  ];
  for (const [index, pane] of panes(documentA).entries()) await scrollTo(pane, 111 + index * 100);
  const patch = travel(a.capture());
  b.apply(patch);
  expect(panes(documentB).map(pane => pane.scrollTop)).toEqual([111, 211, 311]);
  expect(travel(b.capture())).toEqual(patch);
  expect(b.apply(patch).applied).toBe(0);
  await scrollTo(panes(documentA)[1]!, 0);
  b.apply(travel(a.capture()));
  expect(panes(documentB).map(pane => pane.scrollTop)).toEqual([111, 0, 311]);
});

it("what does not scroll along holds no place, and what is no place is refused", async () => {
  const [documentA, a, documentB, b] = pair(HTML);
  await scrollTo(documentA.scrollingElement!, 1000);
  const [, anchor] = travel(a.capture()).scroll!;
  expect(b.describe()[anchor![0]]![1]).toBe("P");
  const apply = (scroll: unknown) => b.apply({ base: b.fingerprint, scroll: scroll as never });
  apply([
    [0, 0, 1e12],
    [2, -5],
    [3, 1e300],
  ]);
  expect(documentB.scrollingElement!.scrollTop).toBeGreaterThan(1000);
  for (const hostile of [[[0]], [[0, "0", 0]], [[0, 0, 0, 0]], [[0, Number.NaN]], {}]) {
    expect(() => apply(hostile)).toThrow(expect.objectContaining({ code: "bad_patch" }));
  }
});

it("what is scrolled from its end, as a chat is, arrives", async () => {
  const pane = (document: Document) => document.getElementById("pane")!;
  const style = "height: 100px; overflow: auto; display: flex; flex-direction: column-reverse";
  const [documentA, a, documentB, b] = pair(
    `<!doctype html><div id=pane style="${style}"><div>${paragraphs}</div></div>`,
  );
  await scrollTo(pane(documentA), -300);
  const patch = travel(a.capture());
  b.apply(patch);
  expect(pane(documentB).scrollTop).toBe(-300);
  expect(b.apply(patch).applied).toBe(0);
  b.reset();
  expect(pane(documentB).scrollTop).toBe(0);
});
