/** What a person does with a todo list, whatever framework it is made with. */

const FIELD = "#new-todo, .new-todo";
const ROWS = "#todo-list > li, ul.todo-list > li";

/** How long (ms) a page may take to start, and an application to show and to store what was done. */
const START = 8000;
const SHOW = 3000;
const STORE = 700;

/** A list on a page of its own, in a browser of its own. */
export class TodoList {
  static async open(browser, url) {
    const page = await (await browser.newContext()).newPage();
    try {
      await page.goto(url, { timeout: START });
      await page.waitForFunction(() => window.liquid?.connected, null, { timeout: START });
      await page.waitForSelector(FIELD, { timeout: START });
      return new TodoList(page);
    } catch (error) {
      await page.context().close();
      throw error;
    }
  }

  constructor(page) {
    this.page = page;
  }

  async add(...todos) {
    const field = this.page.locator(FIELD).first();
    for (const todo of todos) {
      await field.fill("", { timeout: SHOW });
      await field.pressSequentially(todo);
      await field.press("Enter");
      await this.page.locator(ROWS, { hasText: todo }).first().waitFor({ timeout: SHOW });
    }
  }

  async tick(todo) {
    await this.page.locator(ROWS, { hasText: todo }).locator("input[type=checkbox]").first().click({ timeout: SHOW });
  }

  async type(draft) {
    await this.page.locator(FIELD).first().fill("");
    await this.page.locator(FIELD).first().pressSequentially(draft);
  }

  /** What a person sees, when it has come to rest. Some applications sort what they read from the storage: the order is theirs. */
  async look() {
    await this.page.waitForTimeout(STORE);
    for (let before = ""; ; await this.page.waitForTimeout(100)) {
      const now = JSON.stringify(await this.page.evaluate(read, [FIELD, ROWS]).catch(() => null));
      if (now === before && now !== "null") return now;
      before = now;
    }
  }

  /** Sends the page to another one, and waits until it is there. */
  async migrate(to) {
    const id = await to.page.evaluate(() => window.liquid.id);
    const arrived = to.arrival();
    const receipt = await this.page.evaluate(id => window.liquid.migrate(id), id);
    await arrived;
    return receipt;
  }

  /** The page may be loaded again on the way. */
  async arrival() {
    const restored = () =>
      this.page.evaluate(() => new Promise(resolve => window.liquid.addEventListener("restored", () => resolve(true))));
    const again = () => this.page.waitForFunction(() => window.liquid?.connected).then(() => true);
    await Promise.race([restored().catch(again), new Promise(resolve => setTimeout(resolve, START).unref())]);
  }

  async reload() {
    await this.page.reload();
    await this.page.waitForSelector(FIELD, { timeout: START }).catch(() => {});
  }

  close() {
    return this.page.context().close();
  }
}

/** In the page. */
function read([field, rows]) {
  const todos = [...document.querySelectorAll(rows)].filter(row => row.offsetParent !== null);
  const textOf = row => (row.querySelector("label") ?? row).textContent.trim();
  const isTicked = row => row.querySelector("input[type=checkbox]")?.checked;
  return {
    todos: todos.map(row => textOf(row) + (isTicked(row) ? " ✓" : "")).sort(),
    left: document.querySelector("#todo-count, .todo-count")?.textContent.replace(/\s+/g, " ").trim(),
    draft: document.querySelector(field)?.value,
  };
}
