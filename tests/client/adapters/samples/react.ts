import { createElement, StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import type { Started } from "../../../../client/src/adapters/attach";
import { useLiquidState } from "../../../../client/src/adapters/react";
import type { Mount } from "./sample";

function List({ liquid }: { liquid: Started }) {
  const [items, setItems] = useLiquidState<string[]>(liquid, "items", []);
  const [text, setText] = useState("");
  const add = () => {
    setItems(former => [...former, text]);
    setText("");
  };
  const onChange = ({ target }: { target: HTMLInputElement }) => setText(target.value);
  return createElement(
    "div",
    null,
    createElement("input", { value: text, onChange }),
    createElement("button", { type: "button", onClick: add }, "Add"),
    createElement("ul", null, ...items.map(item => createElement("li", { key: item }, item))),
  );
}

/** In strict mode, which runs every effect twice. */
export const react: Mount = (host, liquid) => {
  const root = createRoot(host);
  root.render(createElement(StrictMode, null, createElement(List, { liquid })));
  return () => root.unmount();
};
