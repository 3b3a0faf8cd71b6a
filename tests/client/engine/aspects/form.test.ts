import { afterEach, expect, it } from "vitest";
import type { Remark } from "../../../../client/src/engine";
import { closePages, facts } from "../page";
import { pair, travel } from "../pair";

afterEach(closePages);

const HTML = `<!doctype html><form><input name=text value=default><textarea name=area>default</textarea>
  <input name=tick type=checkbox checked><input name=r type=radio checked><input name=r type=radio>
  <select name=one><option>1<option selected>2</select><select name=many multiple><option selected>1<option>2</select></form>
  <input id=outside value=default>`;

const all = (document: Document) => [...document.querySelectorAll<HTMLInputElement>("input, textarea, select")];
const named = (document: Document, name: string) => document.querySelector<HTMLInputElement>(`[name=${name}]`)!;

/** What a person does. */
function type(input: HTMLInputElement, value: string): void {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Gives every control something else. */
function change(document: Document): void {
  for (const control of all(document)) {
    if (control.type === "checkbox") control.checked = false;
    else if (control.type === "radio") control.checked = true;
    else if (control.localName === "select") (control as unknown as HTMLSelectElement).selectedIndex = 0;
    else type(control, "changed");
  }
  const many = named(document, "many") as unknown as HTMLSelectElement;
  many.options[0]!.selected = false;
  many.options[1]!.selected = true;
}

it("the reset of a form does what it does at the source", () => {
  const [documentA, a, documentB, b] = pair(HTML);
  const loaded = facts(documentA.querySelector("form")!);
  change(documentA);
  b.apply(travel(a.capture()));
  expect(facts(documentB)).toEqual(facts(documentA));
  for (const document of [documentA, documentB]) document.querySelector("form")!.reset();
  expect(facts(documentB)).toEqual(facts(documentA));
  expect(facts(documentB.querySelector("form")!)).toEqual(loaded);
});

/** Gives every control another default. */
function changeDefaults(document: Document): void {
  for (const control of all(document)) {
    if (control.localName === "textarea") control.textContent = "new default";
    else if (control.localName === "select") control.querySelector("option")!.toggleAttribute("selected", true);
    else if (/checkbox|radio/.test(control.type)) control.toggleAttribute("checked");
    else control.setAttribute("value", "new default");
  }
}

it("a control that nobody changed at the source shows a later default again", () => {
  const [documentA, a, documentB, b] = pair(HTML);
  change(documentB);
  const resets: Event[] = [];
  documentB.addEventListener("reset", event => resets.push(event));
  const patch = travel(a.capture());
  expect(b.apply(patch).applied).toBeGreaterThan(0);
  expect(b.apply(patch).applied).toBe(0);
  expect(resets).toEqual([]);
  expect(documentB.documentElement.outerHTML).toBe(documentA.documentElement.outerHTML);
  expect(b.capture()).toEqual({ base: b.fingerprint });
  for (const document of [documentA, documentB]) changeDefaults(document);
  expect(facts(documentB)).toEqual(facts(documentA));
});

it("a control that was given its default does not show a later one", () => {
  const [documentA, a, documentB, b] = pair(HTML);
  for (const name of ["text", "area"]) {
    type(named(documentA, name), "x");
    type(named(documentA, name), "default");
  }
  named(documentA, "tick").click();
  named(documentA, "tick").click();
  const patch = travel(a.capture());
  expect(patch.form?.map(([, state]) => state)).toEqual(["default", "default", true]);
  expect(b.apply(patch).applied).toBe(3);
  expect(b.apply(patch).applied).toBe(0);
  for (const document of [documentA, documentB]) changeDefaults(document);
  expect(facts(documentB)).toEqual(facts(documentA));
  expect(named(documentB, "text").value).toBe("default");
});

it("other controls and a control named reset are left alone by what brings defaults back", () => {
  const [documentA, a, documentB, b] = pair(`<form><input name=reset value=x><input name=other></form>`);
  for (const document of [documentA, documentB]) named(document, "other").value = "typed";
  named(documentB, "reset").value = "y";
  b.apply(travel(a.capture()));
  expect(all(documentB).map(input => input.value)).toEqual(["x", "typed"]);
  expect(documentB.querySelector("form")!.elements).toHaveLength(2);
});

it("of a group of radio buttons the right one is ticked, whatever the order", () => {
  const radios = `${"<input type=radio name=g>".repeat(3)}<input type=radio name=g checked>`;
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) {
      const [documentA, a, documentB, b] = pair(radios);
      all(documentA)[to]!.checked = true;
      all(documentA).at(-1)!.after(all(documentA)[0]!);
      all(documentB)[from]!.checked = true;
      b.apply(travel(a.capture()));
      expect(all(documentB).map(input => input.checked)).toEqual(all(documentA).map(input => input.checked));
      b.reset();
      expect(all(documentB).map(input => input.checked)).toEqual([false, false, false, true]);
      closePages();
    }
  }
});

it("of a group in which several are marked, none is ticked again and again", () => {
  const [documentA, a, documentB, b] = pair("<input type=radio name=g checked><input type=radio name=g checked>");
  all(documentA)[1]!.checked = false;
  all(documentB)[0]!.checked = true;
  const patch = travel(a.capture());
  b.apply(patch);
  expect(all(documentB).map(input => input.checked)).toEqual([false, false]);
  expect(b.apply(patch).applied).toBe(0);
  b.reset();
  expect(b.capture()).toEqual({ base: b.fingerprint });
});

it("what a script says of a control's validity arrives, and goes back to what it was at load", () => {
  const [documentA, a, documentB, b] = pair(HTML, document => named(document, "area").setCustomValidity("at load"));
  expect(a.capture()).toEqual({ base: a.fingerprint });
  named(documentA, "text").setCustomValidity("wrong");
  named(documentA, "area").setCustomValidity("");
  named(documentB, "one").setCustomValidity("local");
  b.apply(travel(a.capture()));
  const messages = () => ["text", "area", "one"].map(name => named(documentB, name).validationMessage);
  expect(messages()).toEqual(["wrong", "", ""]);
  b.reset();
  expect(messages()).toEqual(["", "at load", ""]);
});

it("chosen files are a remark", () => {
  const [documentA, a] = pair(`<input type=file name=cv multiple>`);
  const files = new DataTransfer();
  for (const name of ["a", "b"]) files.items.add(new File(["x"], name));
  documentA.querySelector("input")!.files = files.files;
  const leftOut: Remark[] = [];
  expect(a.capture({ leftOut })).toEqual({ base: a.fingerprint });
  expect(leftOut).toEqual([{ reason: "file_input", node: 4, what: `2 files of <input name="cv">` }]);
});

it("a date, a colour, a number and a range arrive", () => {
  const types = { date: "2026-11-20", color: "#123456", number: "7", range: "30", time: "10:30", week: "2026-W47" };
  const [documentA, a, documentB, b] = pair(
    Object.keys(types)
      .map(type => `<input type=${type}>`)
      .join(""),
  );
  for (const [index, value] of Object.values(types).entries()) type(all(documentA)[index]!, value);
  b.apply(travel(a.capture()));
  expect(all(documentB).map(input => input.value)).toEqual(Object.values(types));
  b.reset();
  expect(all(documentB).map(input => input.value)).toEqual(["", "#000000", "", "50", "", ""]);
  expect(b.capture()).toEqual({ base: b.fingerprint });
});

it("a field for several addresses arrives and goes back", () => {
  const [documentA, a, documentB, b] = pair('<input type=email multiple value=" a@x , b@x ">');
  documentA.querySelector("input")!.value = "c@x,d@x";
  b.apply(travel(a.capture()));
  expect(documentB.querySelector("input")!.value).toBe("c@x,d@x");
  b.reset();
  expect(documentB.querySelector("input")!.value).toBe("a@x,b@x");
});

it("states of another form are refused", () => {
  const [, , , b] = pair("<input>");
  for (const state of [
    null,
    7,
    { value: 1 },
    { selected: "x" },
    { validity: {} },
    { checked: "yes" },
    ["1"],
    undefined,
  ]) {
    const apply = () => b.apply({ base: b.fingerprint, form: [[4, state as never]] });
    expect(apply).toThrow(expect.objectContaining({ code: "bad_patch" }));
  }
});

it("the copy of the chosen option that a browser shows is left to the browser", () => {
  const [documentA, a, documentB, b] = pair(
    `<!doctype html><style>select, ::picker(select) { appearance: base-select }</style>
    <select><button><selectedcontent></selectedcontent></button><option><b>One</b><option><i>Two</i></select>`,
  );
  const shown = (document: Document) => document.querySelector("selectedcontent")!.innerHTML;
  expect(shown(documentA)).toBe("<b>One</b>");
  documentA.querySelector("select")!.selectedIndex = 1;
  const patch = travel(a.capture());
  expect(patch.nodes).toBeUndefined();
  expect(b.apply(patch).leftOut).toEqual([]);
  expect(shown(documentB)).toBe("<i>Two</i>");
  expect(shown(documentA)).toBe("<i>Two</i>");
  documentA.querySelector("option i")!.textContent = "Second";
  b.apply(travel(a.capture()));
  expect(shown(documentB)).toBe("<i>Second</i>");
  b.reset();
  expect(shown(documentB)).toBe("<b>One</b>");
});

it("a range without a value is in its own middle by default", () => {
  const ranges = ["max=10 step=any", "min=20 max=60", "min=-5 max=5 step=5"].map(of => `<input type=range ${of}>`);
  const [documentA, a, documentB, b] = pair(`<!doctype html>${ranges.join("")}`);
  const loaded = all(documentB).map(input => input.value);
  expect(a.capture()).toEqual({ base: a.fingerprint });
  for (const input of all(documentA)) type(input, input.min || "0");
  b.apply(travel(a.capture()));
  expect(facts(documentB)).toEqual(facts(documentA));
  b.reset();
  expect(all(documentB).map(input => input.value)).toEqual(loaded);
});

/** What a person types, which no script can. */
function typeText(input: HTMLInputElement, text: string): void {
  input.focus();
  input.ownerDocument.execCommand("insertText", false, text);
}

it("what is typed and is no number is a remark, and goes where another page arrives", () => {
  const [documentA, a, documentB, b] = pair(
    "<form><input name=n type=number><input name=m type=number value=3></form>",
  );
  typeText(named(documentA, "n"), "12e");
  typeText(named(documentB, "n"), "5e");
  for (const document of [documentA, documentB]) {
    named(document, "m").select();
    typeText(named(document, "m"), "7e");
  }
  const broken = (document: Document) => all(document).map(({ validity }) => validity.badInput);
  expect([broken(documentA), broken(documentB)]).toEqual([
    [true, true],
    [true, true],
  ]);
  const leftOut: Remark[] = [];
  const patch = travel(a.capture({ leftOut }));
  expect(leftOut).toEqual([
    { reason: "unreadable", node: 5, what: '<input name="n">' },
    { reason: "unreadable", node: 6, what: '<input name="m">' },
  ]);
  b.apply(patch);
  expect(broken(documentB)).toEqual([false, false]);
  expect(all(documentB).map(({ value }) => value)).toEqual(["", ""]);
  typeText(named(documentB, "m"), "7e");
  b.reset();
  expect(broken(documentB)).toEqual([false, false]);
  expect(all(documentB).map(({ value }) => value)).toEqual(["", "3"]);
});

it("what a script says of a control that nobody checks is a remark, unless it is as at load", () => {
  const [documentA, a] = pair("<input name=x disabled><input name=y disabled>", document =>
    named(document, "x").setCustomValidity("at load"),
  );
  named(documentA, "y").setCustomValidity("later");
  const leftOut: Remark[] = [];
  expect(a.capture({ leftOut })).toEqual({ base: a.fingerprint });
  expect(leftOut).toEqual([{ reason: "unreadable", node: 5, what: '<input name="y">' }]);
});

it("what is called like a control in another namespace is none", () => {
  const [documentA, a, documentB, b] = pair("<svg></svg><p></p>", document => {
    const svg = document.querySelector("svg")!;
    for (const name of ["input", "textarea"]) svg.append(document.createElementNS(svg.namespaceURI, name));
  });
  documentA.querySelector("p")!.append(documentA.querySelector("input")!.cloneNode(), "text");
  b.apply(travel(a.capture()));
  expect(facts(documentB)).toEqual(facts(documentA));
  b.reset();
});
