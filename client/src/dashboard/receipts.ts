import { byId, make, type Row, rows, write } from "./dom";
import type { Receipt } from "./feed";
import { type Model, nameOf } from "./model";
import { ago, bytes, plural } from "./words";

/** What a receipt holds if its instances write as this client does. They may as well encrypt it: then nobody reads it here. */
interface Body {
  status?: string;
  applied?: number;
  reason?: string;
  message?: string;
  leftOut?: { reason?: string; what?: string }[];
}

export function receipts(): (model: Model) => void {
  let shown: Model;
  const show = rows<Receipt>(
    byId("receipts"),
    receipt => `${receipt.number} ${receipt.space}`,
    receipt => row(receipt, () => shown),
  );
  return model => {
    shown = model;
    show(model.receipts);
    byId("no-receipts").hidden = model.receipts.length > 0;
  };
}

function row(receipt: Receipt, model: () => Model): Row<Receipt> {
  const who = make("p", { class: "who" });
  const about = make("p", { class: "faint" });
  const where = make("p", { class: "faint where", title: receipt.space });
  const { outcome, remarks, tone } = read(receipt);
  const element = make("li", { class: tone }, who, make("p", { class: "outcome" }, outcome), about, where);
  if (remarks.length > 0)
    element.append(make("ul", { class: "remarks" }, ...remarks.map(text => make("li", {}, text))));
  return {
    element,
    show() {
      const instances = model().spaces.get(receipt.space)?.instances;
      write(who, `${nameOf(receipt.from, instances)} → ${nameOf(receipt.to, instances)}`);
      write(about, [ago(receipt.at, model().now), `answers ${receipt.re}`, bytes(receipt.size)].join(" · "));
      write(where, model().spaces.size > 1 ? receipt.space : "");
    },
  };
}

function read({ body }: Receipt): {
  outcome: string;
  remarks: string[];
  tone: "well" | "partly" | "refused" | "unread";
} {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(
      Uint8Array.from(atob(body!), character => character.charCodeAt(0)),
    );
    const { status, applied, reason, message, leftOut } = JSON.parse(text) as Body;
    if (status === "refused") return { outcome: `Refused: ${message ?? reason}`, remarks: [], tone: "refused" };
    if (status !== "applied") throw new Error("another form");
    const remarks = leftOut?.map(({ reason, what }) => `${what ?? "something"} (${reason})`) ?? [];
    const left = remarks.length ? `, ${plural(remarks.length, "thing")} left out` : "";
    const done = applied ? `Applied ${plural(applied, "change")}` : "Applied; nothing differed";
    return { outcome: `${done}${left}`, remarks, tone: left ? "partly" : "well" };
  } catch {
    return {
      outcome: body === undefined ? "Too large to show" : "Written in a way that only its instances read",
      remarks: [],
      tone: "unread",
    };
  }
}
