import { createApp } from "vue";
import { Liquid } from "/liquid/liquid.mjs";
import Todos from "./Todos.vue";

const liquid = Liquid.start({ url: "/liquid", panel: true });
createApp(Todos, { liquid }).mount("main");
window.liquid = await liquid;
