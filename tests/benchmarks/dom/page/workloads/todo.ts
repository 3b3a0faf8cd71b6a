import { element, type Workload } from "./workload";

/** demo-todo: three todos are added, one is ticked, and a fourth is half typed. */
export const todo: Workload = {
  markup: () => `<div><main>
      <h1>Todo</h1>
      <form class="new" data-handler="add">
        <label class="unseen" for="todo-text">New todo</label>
        <input id="todo-text" type="text" placeholder="What needs doing?" maxlength="200" autocomplete="off"
          enterkeyhint="done">
        <button id="todo-add">Add</button>
      </form>
      <ul class="todo-list" aria-label="Todos"></ul>
      <p class="nothing">Nothing here yet. Write down the first thing.</p>
      <p class="left" role="status"></p>
    </main>

    <template id="todo">
      <li>
        <label><input class="toggle" type="checkbox" data-handler="toggle"><span class="text"></span></label>
        <button class="destroy" type="button" data-handler="destroy"></button>
      </li>
    </template></div>`,

  change(root) {
    for (const text of ["Water the plants", "Book the train to Tampere", "Read the paper once more"]) add(root, text);
    tick(root);
    element(root, ".left").textContent = "2 of 3 left";
    element<HTMLInputElement>(root, "#todo-text").value = "Half a tho";
  },

  disturb(root) {
    add(root, "Something else");
    tick(root);
    element<HTMLInputElement>(root, "#todo-text").value = "Typed here";
  },
};

function add(root: Element, text: string): void {
  const item = element<HTMLTemplateElement>(root, "#todo").content.firstElementChild!.cloneNode(true) as Element;
  element(item, ".text").textContent = text;
  element(item, ".destroy").setAttribute("aria-label", `Remove ${text}`);
  element(root, ".todo-list").append(item);
}

function tick(root: Element): void {
  element<HTMLInputElement>(root, ".toggle").checked = true;
  element(root, ".todo-list label").classList.add("done");
}
