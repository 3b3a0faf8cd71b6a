import { afterEach, expect, it } from "vitest";
import { remember } from "../../../client/src/engine";
import { closePages, page } from "./page";
import { next, pair, travel } from "./pair";

afterEach(closePages);

/** What runs in a page and would start again if its element left the tree. */
const PAGE = `
  <style>@keyframes turn { to { rotate: 1turn } } b { display: block; animation: turn 1000s linear infinite }</style>
  <main><p>one</p><b>turns</b><p>two</p><iframe srcdoc="<input>"></iframe><p>three</p><p>four</p></main>`;

it("animations and frames that nobody touched go on while what is around them is moved, applied and reset", async () => {
  const [documentA, a, documentB, b] = pair(PAGE);
  const frame = documentB.querySelector("iframe")!;
  if (!frame.contentDocument?.querySelector("input")) await next(frame, "load");
  const inFrame = frame.contentDocument!.querySelector("input");
  let loads = 0;
  frame.addEventListener("load", () => loads++);
  const [animation] = documentB.getAnimations();
  await animation!.ready;
  const started = animation!.startTime;
  const elements = [documentB.querySelector("b"), frame];
  const removed: Node[] = [];
  const observer = new MutationObserver(records =>
    removed.push(...records.flatMap(record => [...record.removedNodes])),
  );
  observer.observe(documentB, { childList: true, subtree: true });

  const main = documentA.querySelector("main")!;
  const [one, two, three, four] = documentA.querySelectorAll("p");
  main.prepend(four!, three!);
  main.append(one!, documentA.createElement("i"));
  two!.textContent = "changed";
  b.apply(travel(a.capture()));
  b.reset();

  removed.push(...observer.takeRecords().flatMap(record => [...record.removedNodes]));
  expect(removed.filter(node => elements.includes(node as HTMLElement))).toEqual([]);
  expect(documentB.getAnimations()[0]).toBe(animation);
  expect(animation!.startTime).toBe(started);
  expect(frame.contentDocument!.querySelector("input")).toBe(inFrame);
  expect(loads).toBe(0);
});

it("a frame that loads after the page is remembered when it has loaded", async () => {
  const [documentA, a, documentB, b] = pair(`<iframe srcdoc="<input><p>x"></iframe>`);
  const frames = [documentA, documentB].map(document => document.querySelector("iframe")!);
  await Promise.all(frames.map(async frame => frame.contentDocument?.querySelector("p") ?? next(frame, "load")));
  const [inA, inB] = frames.map(frame => frame.contentDocument!);
  const own = inB!.querySelector("p");
  inA!.querySelector("input")!.value = "typed";
  inA!.querySelector("p")!.className = "changed";
  const { leftOut } = b.apply(travel(a.capture()));
  expect(leftOut).toEqual([]);
  expect(inB!.querySelector("input")!.value).toBe("typed");
  expect(inB!.querySelector("p")).toBe(own);
  expect(own!.className).toBe("changed");
});

it("an observer of the application sees one record for each list, text and attribute that changes", () => {
  const [documentA, a, documentB, b] = pair(`<ul><li>a<li>b<li>c</ul><p class=x>text</p>`);
  const observer = new MutationObserver(() => {});
  observer.observe(documentB, { childList: true, attributes: true, characterData: true, subtree: true });

  const list = documentA.querySelector("ul")!;
  for (const text of ["d", "e", "f"]) list.appendChild(documentA.createElement("li")).append(text);
  documentA.querySelector("p")!.className = "y";
  documentA.querySelector("p")!.firstChild!.nodeValue = "other";
  const patch = travel(a.capture());
  b.apply(patch);
  expect(
    observer
      .takeRecords()
      .map(record => record.type)
      .sort(),
  ).toEqual(["attributes", "characterData", "childList"]);

  b.apply(patch);
  expect(observer.takeRecords()).toEqual([]);
});

it("a hidden token that did not change at the source stays the target's own", () => {
  const html = (token: string) => `<form><input type=hidden name=token value=${token}><input name=note></form>`;
  const [documentA, documentB] = [page(html("first")), page(html("second"))];
  const [a, b] = [remember(documentA), remember(documentB)];
  expect(b.fingerprint).toBe(a.fingerprint);
  expect(JSON.stringify(a.describe())).not.toContain("first");
  const note = documentA.querySelector<HTMLInputElement>("[name=note]")!;
  note.value = "typed";
  const patch = travel(a.capture());
  expect(JSON.stringify(patch)).not.toContain("first");
  b.apply(patch);
  expect(documentB.querySelector<HTMLInputElement>("[name=note]")!.value).toBe("typed");
  expect(documentB.querySelector<HTMLInputElement>("[name=token]")!.value).toBe("second");
});

it("a session's token in a <meta> stays the target's own, also where it changed at either side", () => {
  const html = (token: string) => `<meta name="csrf-token" content="${token}"><p>text</p>`;
  const [documentA, documentB] = [page(html("first")), page(html("second"))];
  const [a, b] = [remember(documentA), remember(documentB)];
  expect(b.fingerprint).toBe(a.fingerprint);
  expect(JSON.stringify(a.describe())).not.toContain("first");
  documentA.querySelector("meta")!.content = "renewed";
  documentB.querySelector("meta")!.content = "renewed here";
  documentA.querySelector("p")!.textContent = "other";
  const patch = travel(a.capture());
  expect(JSON.stringify(patch)).not.toContain("renewed");
  b.apply(patch);
  expect(documentB.querySelector("p")!.textContent).toBe("other");
  expect(documentB.querySelector("meta")!.content).toBe("renewed here");
  b.reset();
  expect(documentB.querySelector("meta")!.content).toBe("renewed here");
});
