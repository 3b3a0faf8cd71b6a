/** Asks the relay for something; what it says against that becomes the error's message. */
async function ask(
  method: string,
  path: string,
  query: Record<string, string>,
  body?: Blob | string,
): Promise<Response> {
  const address = new URL(`dashboard/${path}`, document.baseURI);
  address.search = new URLSearchParams(query).toString();
  const response = await fetch(address, { method, ...(body === undefined ? {} : { body }) });
  if (response.ok) return response;
  const problem = (await response.json().catch(() => undefined)) as { detail?: string } | undefined;
  throw new Error(problem?.detail ?? `The relay answered ${response.status}.`);
}

export interface Posted {
  number: number;
  targets: number;
  online: number;
}

export async function send(space: string, to: string, body: Blob | string): Promise<Posted> {
  return (await ask("POST", "messages", { space, to }, body)).json();
}

export async function remove(space: string, id: string): Promise<void> {
  await ask("DELETE", `instances/${encodeURIComponent(id)}`, { space });
}
