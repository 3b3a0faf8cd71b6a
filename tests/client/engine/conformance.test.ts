import { afterEach, describe, expect, it } from "vitest";
import { type Patch, remember } from "../../../client/src/engine";
import form from "../../conformance/patches/form.json";
import refused from "../../conformance/patches/refused.json";
import tree from "../../conformance/patches/tree.json";
import { closePages, page } from "./page";

/** A case of tests/conformance/patches; its README describes them. */
interface Case {
  name: string;
  base: string;
  patch: object;
  result?: string;
  live?: [string, unknown][];
  refused?: string;
}

const html = (body: string) => `<html><head></head><body>${body}</body></html>`;

/** The patch of a case, which names no base unless that is its point. */
const patchOf = ({ patch }: Case, base: string): Patch => ({ base, ...patch });

afterEach(closePages);

describe.each<Case>([...tree, ...form] as Case[])("$name", one => {
  it("is applied", () => {
    const document = page(html(one.base));
    const engine = remember(document);
    expect(engine.apply(patchOf(one, engine.fingerprint)).leftOut).toEqual([]);
    expect(document.body.innerHTML).toBe(one.result);
    const controls = [...document.querySelectorAll<HTMLInputElement>("input, textarea, select")];
    for (const [index, [property, value]] of (one.live ?? []).entries()) {
      expect(controls[index]![property as "value"]).toBe(value);
    }
  });

  it("is captured as it came", () => {
    const engine = remember(page(html(one.base)));
    const patch = patchOf(one, engine.fingerprint);
    engine.apply(patch);
    expect(JSON.parse(JSON.stringify(engine.capture()))).toEqual(patch);
  });
});

describe.each<Case>(refused as Case[])("$name", one => {
  it(`is refused as ${one.refused}, and nothing is touched`, () => {
    const document = page(html(one.base));
    const engine = remember(document);
    document.querySelector("p")!.className = "local";
    const before = document.documentElement.outerHTML;
    const apply = () => engine.apply(patchOf(one, engine.fingerprint));
    expect(apply).toThrow(expect.objectContaining({ name: "PatchError", code: one.refused }));
    expect(document.documentElement.outerHTML).toBe(before);
  });
});
