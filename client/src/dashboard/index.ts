import { byId, write } from "./dom";
import { follow } from "./feed";
import { empty, type Model, take } from "./model";
import { receipts } from "./receipts";
import { spaces } from "./spaces";
import { vitals } from "./vitals";
import { bytes, plural } from "./words";

const showVitals = vitals(byId("vitals"));
const showSpaces = spaces();
const showReceipts = receipts();
let model = empty();

follow({
  update(update, isFirst) {
    if (isFirst) model = empty();
    take(model, update);
    showSummary(model);
    showVitals(model.samples);
    showSpaces(model);
    showReceipts(model);
    showLive("Live", false);
    byId("problem").hidden = model.problem === undefined;
    write(byId("problem"), model.problem ?? "");
  },
  cut: () => showLive("Not connected; trying again", true),
});

function showLive(text: string, isCut: boolean): void {
  byId("live").classList.toggle("cut", isCut);
  write(byId("live"), text);
}

function showSummary({ spaces, more }: Model): void {
  const all = [...spaces.values()];
  const online = all.reduce((sum, space) => sum + space.online, 0);
  const count = all.reduce((sum, { waiting }) => sum + waiting.count, 0);
  const size = all.reduce((sum, { waiting }) => sum + waiting.bytes, 0);
  write(
    byId("summary"),
    `${plural(all.length + more, "space")} · ${online} online · ${count ? `${count} waiting, ${bytes(size)}` : "nothing waits"}`,
  );
}
