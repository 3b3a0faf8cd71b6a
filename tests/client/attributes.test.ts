import { describe, expect, test } from "vitest";
import { readAttributes } from "../../client/src/attributes";
import { Liquid } from "../../client/src/index";

const SOURCE = "https://example.org/relay/auto.js";

/** What a script tag with these attributes says. */
function read(attributes: string) {
  const template = document.createElement("template");
  template.innerHTML = `<script type="module" src="${SOURCE}" ${attributes}></script>`;
  return readAttributes(template.content.firstElementChild!, SOURCE);
}

describe("the attributes of auto.js", () => {
  test("may all be absent: then the relay is the one that served it, and the panel is shown", () => {
    expect(read("")).toEqual({ url: "https://example.org/relay/", panel: true });
    expect(readAttributes(undefined, SOURCE)).toEqual({ url: "https://example.org/relay/", panel: true });
  });

  test.each<[string, object]>([
    ['data-url="/other"', { url: "/other" }],
    ['data-name="The kitchen"', { name: "The kitchen" }],
    ['data-panel="false"', { panel: false }],
    ['data-panel="true"', { panel: true }],
    ['data-panel=""', { panel: true }],
    ['data-owned="#app, .widget"', { owned: "#app, .widget" }],
    ['data-restore="reboot"', { restore: "reboot" }],
    ['data-storage="todos  app-*"', { storage: { local: ["todos", "app-*"] } }],
    ['data-session="draft"', { storage: { session: ["draft"] } }],
    ['data-storage="a" data-session="b"', { storage: { local: ["a"], session: ["b"] } }],
    ['data-address="hash state"', { address: ["hash", "state"] }],
  ])("say options: %s", (attributes, options) => {
    expect(read(attributes)).toEqual({ url: "https://example.org/relay/", panel: true, ...options });
  });

  test.each([
    ['data-restore="reload"', /restore is "patch" or "reboot"/],
    ['data-address="cookies"', /address is a list of "query"/],
    ['data-url="ftp://nowhere"', /no address of a relay/],
    [`data-name="${"x".repeat(81)}"`, /1 to 80 visible characters/],
  ])("that are wrong are told: %s", async (attributes, message) => {
    await expect(Liquid.start({ ...read(attributes), root: document.createElement("p") })).rejects.toThrow(message);
  });
});
