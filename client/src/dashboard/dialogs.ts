import { remove, send } from "./actions";
import { byId, write } from "./dom";
import type { Instance } from "./feed";
import { plural } from "./words";

const ALL = "*";

/** Opens the dialog in which a migration is pasted or picked, for one instance or for all of a space. */
export function openSend(space: string, target?: Instance): void {
  const dialog = byId<HTMLDialogElement>("send");
  const text = byId<HTMLTextAreaElement>("send-text");
  const file = byId<HTMLInputElement>("send-file");
  write(byId("send-title"), target ? `Send to ${target.name}` : `Broadcast in ${space}`);
  open(dialog, "send", async () => {
    const picked = file.files?.[0];
    const body = picked ?? text.value;
    if (picked ? picked.size === 0 : text.value.trim() === "")
      throw new Error("Paste a migration, or pick a file that holds one.");
    const { number, targets, online } = await send(space, target?.id ?? ALL, body);
    [text.value, file.value] = ["", ""];
    return `Sent as number ${number} to ${plural(targets, "instance")}, ${online} of them online.`;
  });
}

/** Asks whether an instance is to be removed. */
export function openRemove(space: string, { id, name }: Instance): void {
  write(byId("remove-title"), `Remove ${name}?`);
  open(byId<HTMLDialogElement>("remove"), "remove", async () => {
    await remove(space, id);
    return `${name} is removed.`;
  });
}

function open(dialog: HTMLDialogElement, name: string, act: () => Promise<string>): void {
  const problem = byId(`${name}-problem`);
  const go = byId<HTMLButtonElement>(`${name}-go`);
  write(problem, "");
  byId(`${name}-cancel`).onclick = () => dialog.close();
  go.onclick = async () => {
    go.disabled = true;
    try {
      write(byId("said"), await act());
      dialog.close();
    } catch (error) {
      write(problem, (error as Error).message);
    } finally {
      go.disabled = false;
    }
  };
  dialog.showModal();
}
