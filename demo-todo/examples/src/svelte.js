import { mount } from "svelte";
import { Liquid } from "/liquid/liquid.mjs";
import Todos from "./Todos.svelte";

const liquid = Liquid.start({ url: "/liquid", panel: true });
mount(Todos, { target: document.querySelector("main"), props: { liquid } });
window.liquid = await liquid;
