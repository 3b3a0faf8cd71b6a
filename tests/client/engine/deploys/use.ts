import fc from "fast-check";

/** Something that a person, or the page's script, does; read as indexes into whatever is there. */
export interface Use {
  kind: number;
  at: number;
  to: number;
}

export const uses: fc.Arbitrary<Use[]> = fc.array(fc.record({ kind: fc.nat(14), at: fc.nat(1000), to: fc.nat(1000) }), {
  minLength: 1,
  maxLength: 6,
});

const ROWS = "li, tr, .card, option";

let made = 0;

export function use({ body }: Document, { kind, at, to }: Use): void {
  const one = pick(body, "*", at);
  const row = pick(body, ROWS, at);
  switch (kind) {
    case 0:
    case 1:
    case 2: {
      const field = pick(body, "input:not([type]), textarea", at) as HTMLInputElement | undefined;
      if (field) field.value = `typed ${to}`;
      break;
    }
    case 3:
    case 4: {
      const box = pick(body, "[type=checkbox]", at) as HTMLInputElement | undefined;
      if (box) box.checked = true;
      break;
    }
    case 5: {
      const option = pick(body, "option", at) as HTMLOptionElement | undefined;
      if (option) option.selected = true;
      break;
    }
    case 6:
      (to % 2 ? row : one)?.setAttribute("class", "done");
      break;
    case 7:
      one?.setAttribute("title", `t${to}`);
      break;
    case 8: {
      const texts = [...body.querySelectorAll("*")].flatMap(({ childNodes }) => [...childNodes]).filter(isWritten);
      const text = texts[at % (texts.length || 1)];
      if (text) text.nodeValue = `edited ${to}`;
      break;
    }
    case 9:
      row?.remove();
      break;
    case 10:
      // Whatever it is: a section, a label.
      if (to % 3 === 0) one?.remove();
      break;
    case 11: {
      const list = row?.parentElement;
      const item = row?.cloneNode(true) as Element | undefined;
      if (!list || !item) break;
      // An application gives its new rows keys of their own.
      for (const name of ["id", "data-key"]) if (item.hasAttribute(name)) item.setAttribute(name, `new${++made}`);
      const text = document.createTreeWalker(item, NodeFilter.SHOW_TEXT).nextNode();
      if (text) text.nodeValue = `made ${++made}`;
      list.insertBefore(item, list.children[to % (list.children.length + 1)] ?? null);
      break;
    }
    case 12: {
      const before = row?.parentElement?.children[to % row.parentElement.children.length];
      if (row && before) row.parentElement!.insertBefore(row, before === row ? row.nextSibling : before);
      break;
    }
    case 13: {
      const title = pick(body, "h2, h3, summary, .greeting", at);
      if (title) title.textContent = `written ${to}`;
      break;
    }
    default:
      pick(body, "details", at)?.setAttribute("open", "");
  }
}

const isWritten = (node: Node) => node.nodeType === 3 && node.nodeValue!.trim() !== "";

function pick(body: Element, selector: string, index: number): Element | undefined {
  const found = body.querySelectorAll(selector);
  return found[index % (found.length || 1)];
}
