import { remember } from "/liquid/engine.js";
import { Liquid } from "/liquid/liquid.mjs";

/** A subtree as plain data: names with their namespaces, attributes in order of their names, texts one by one. */
window.tree = node => {
  if (node.nodeType !== 1) return [node.nodeName, node.nodeValue ?? [...node.childNodes].map(tree)];
  const attributes = [...node.attributes].map(({ name, namespaceURI, value }) => [name, namespaceURI, value]).sort();
  const fragment = node.shadowRoot ?? (node.localName === "template" ? node.content : null);
  return [node.namespaceURI, node.localName, attributes, fragment && tree(fragment), [...node.childNodes].map(tree)];
};

/** Makes the page liquid. Each page has one module that does, since WebKit forgets those that wait for another's `await`. */
export async function start() {
  const liquid = await Liquid.start();
  window.fingerprint = remember(document).fingerprint;
  window.liquid = liquid;
  return liquid;
}
