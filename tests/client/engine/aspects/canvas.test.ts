import { afterEach, expect, it } from "vitest";
import type { Patch, Remark } from "../../../../client/src/engine";
import { closePages } from "../page";
import { pair, travel } from "../pair";

afterEach(closePages);

const HTML = "<canvas id=a width=20 height=10></canvas><canvas id=b width=20 height=10></canvas><p>x</p>";

const canvas = (document: Document, id = "a") => document.getElementById(id) as HTMLCanvasElement;

function fill(element: HTMLCanvasElement, color: string, width = 20): void {
  const context = element.getContext("2d")!;
  context.fillStyle = color;
  context.fillRect(0, 0, width, 10);
}

const pixel = (element: HTMLCanvasElement, x = 0) => [...element.getContext("2d")!.getImageData(x, 0, 1, 1).data];

it("what is drawn since load arrives, whatever the target's context is set to", async () => {
  const [documentA, a, documentB, b] = pair(HTML, document => fill(canvas(document, "b"), "blue"));
  expect(a.capture()).toEqual({ base: a.fingerprint });
  fill(canvas(documentA), "rgba(255, 0, 0, 0.5)", 10);
  const context = canvas(documentB).getContext("2d")!;
  context.globalAlpha = 0.1;
  context.translate(5, 5);
  fill(canvas(documentB, "b"), "green");
  const patch = travel(a.capture());
  const report = b.apply(patch);
  await report.settled;
  expect(report.leftOut).toEqual([]);
  for (const x of [0, 15]) expect(pixel(canvas(documentB), x)).toEqual(pixel(canvas(documentA), x));
  expect(pixel(canvas(documentB, "b"))).toEqual([0, 0, 255, 255]);
  expect(context.globalAlpha).toBeCloseTo(0.1);
  expect(b.apply(patch).applied).toBe(0);

  fill(canvas(documentB, "b"), "green");
  b.reset();
  expect(pixel(canvas(documentB))).toEqual([0, 0, 0, 0]);
  expect(pixel(canvas(documentB, "b"))).toEqual([0, 0, 255, 255]);
  expect(b.capture()).toEqual({ base: b.fingerprint });
});

it("a canvas of another size, a new one, and one that was cleared", async () => {
  const [documentA, a, documentB, b] = pair(HTML, document => fill(canvas(document, "b"), "blue"));
  canvas(documentA).width = 30;
  fill(canvas(documentA), "red", 30);
  canvas(documentA, "b").getContext("2d")!.clearRect(0, 0, 20, 10);
  const made = documentA.createElement("canvas");
  made.id = "new";
  documentA.body.append(made);
  fill(made, "lime");
  await b.apply(travel(a.capture())).settled;
  expect(pixel(canvas(documentB), 29)).toEqual([255, 0, 0, 255]);
  expect(pixel(canvas(documentB, "b"))).toEqual([0, 0, 0, 0]);
  expect(pixel(canvas(documentB, "new"))).toEqual([0, 255, 0, 255]);
});

it("the last of several pictures stays", async () => {
  const [documentA, a, documentB, b] = pair(HTML);
  const patches = ["red", "lime", "blue"].map(color => {
    fill(canvas(documentA), color);
    return travel(a.capture());
  });
  await Promise.all(patches.map(patch => b.apply(patch).settled));
  expect(pixel(canvas(documentB))).toEqual([0, 0, 255, 255]);
  const report = b.apply(patches[0]!);
  b.reset();
  await report.settled;
  expect(pixel(canvas(documentB))).toEqual([0, 0, 0, 0]);
});

it("is not drawn again where it is shown as well as this browser can", async () => {
  const [documentA, a, documentB, b] = pair(HTML);
  fill(canvas(documentA), "rgba(3, 100, 201, 0.3)");
  // Another browser packs the same picture in another way.
  const patch = travel(a.capture());
  const [number, url] = patch.canvas![0]!;
  const [head, data] = url.split(",");
  const repacked: Patch = { ...patch, canvas: [[number, `${head},${btoa(`${atob(data!)}behind`)}`]] };
  const report = b.apply(repacked);
  await report.settled;
  expect(report.leftOut).toEqual([]);
  expect(pixel(canvas(documentB))).toEqual(pixel(canvas(documentA)));
  expect(b.apply(repacked).applied).toBe(0);
  fill(canvas(documentB), "green");
  expect(b.apply(repacked).applied).toBe(1);
});

it("a tainted picture and one of WebGL are remarks", async () => {
  const [documentA, a] = pair(HTML);
  const image = new Image();
  image.src = `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><foreignObject width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></svg>`;
  await image.decode();
  const context = canvas(documentA).getContext("2d")!;
  context.drawImage(image, 0, 0);
  let isTainted = false;
  try {
    context.getImageData(0, 0, 1, 1);
  } catch {
    isTainted = true;
  }
  const gl = canvas(documentA, "b").getContext("webgl");
  gl?.clearColor(1, 0, 0, 1);
  gl?.clear(gl.COLOR_BUFFER_BIT);
  await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const leftOut: Remark[] = [];
  a.capture({ leftOut });
  if (isTainted) expect(leftOut).toContainEqual({ reason: "tainted_canvas", node: 4, what: `<canvas id="a">` });
  expect(leftOut).toContainEqual({ reason: "blank_canvas", node: 5, what: `<canvas id="b">` });
});

it("a canvas that shows bitmaps takes one", async () => {
  const bitmaps = (document: Document) => canvas(document).getContext("bitmaprenderer")!;
  const [documentA, a, documentB, b] = pair(HTML, bitmaps);
  const source = new OffscreenCanvas(20, 10);
  source.getContext("2d")!.fillRect(0, 0, 5, 10);
  bitmaps(documentA).transferFromImageBitmap(source.transferToImageBitmap());
  const patch = travel(a.capture());
  const report = b.apply(patch);
  await report.settled;
  expect(report.leftOut).toEqual([]);
  expect(b.capture().canvas).toEqual(a.capture().canvas);
  expect(canvas(documentB).toDataURL()).toBe(canvas(documentA).toDataURL());
  expect(b.apply(patch).applied).toBe(0);
  b.reset();
  expect(b.capture()).toEqual({ base: b.fingerprint });
});

it("a canvas on which a worker draws here keeps its picture, which is a remark", async () => {
  const [documentA, a, documentB, b] = pair(HTML);
  canvas(documentA).getContext("2d")!.fillRect(0, 0, 9, 9);
  canvas(documentB).transferControlToOffscreen();
  const { leftOut, settled } = b.apply(travel(a.capture()));
  await settled;
  expect(leftOut).toMatchObject([{ reason: "not_drawn", node: 4 }]);
});

it("what is no picture is a remark or refused", async () => {
  const [, , documentB, b] = pair(HTML);
  const apply = (item: unknown[]) => b.apply({ base: b.fingerprint, canvas: [item] as never });
  for (const url of ["data:image/png;base64,AAAA", "data:image/png;base64,%%"]) {
    const report = apply([4, url]);
    await report.settled;
    expect(report.leftOut).toEqual([{ reason: "not_drawn", node: 4, what: "the picture of a <canvas>" }]);
  }
  expect(pixel(canvas(documentB))).toEqual([0, 0, 0, 0]);
  expect(apply([6, "data:image/png;base64,AAAA"]).leftOut).toHaveLength(1);
  for (const item of [[4], [4, 1], [4, "https://example.org/x.png"], [4, {}], [4, "data:image/png;base64,", 1]]) {
    expect(() => apply(item)).toThrow(expect.objectContaining({ code: "bad_patch" }));
  }
});
