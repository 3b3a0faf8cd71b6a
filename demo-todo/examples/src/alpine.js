import Alpine from "alpinejs";
import { liquidAlpine } from "liquid-page/alpine";
import { Liquid } from "/liquid/liquid.mjs";

const liquid = Liquid.start({ url: "/liquid", panel: true });

Alpine.data("todos", () => ({
  todos: [],
  text: "",
  add() {
    const text = this.text.trim();
    if (text) this.todos.push({ id: crypto.randomUUID(), text, done: false });
    this.text = "";
  },
  remove(todo) {
    this.todos = this.todos.filter(one => one.id !== todo.id);
  },
  left() {
    const open = this.todos.filter(todo => !todo.done).length;
    return this.todos.length === 0 ? "" : open === 0 ? "All done" : `${open} of ${this.todos.length} left`;
  },
}));
Alpine.plugin(liquidAlpine(liquid));
Alpine.start();
window.liquid = await liquid;
