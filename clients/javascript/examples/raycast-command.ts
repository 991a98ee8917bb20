// A command of a Raycast extension: reads the selected text aloud. Raycast runs on Node 22, which has a WebSocket.
import { getPreferenceValues, getSelectedText, showHUD } from "@raycast/api";
import { AudioDaemon, AudioDaemonError } from "audiod-client";

export default async function Command(): Promise<void> {
  const { service } = getPreferenceValues<{ service: string }>();
  const daemon = new AudioDaemon();
  try {
    const answer = fetch(service, { method: "POST", body: JSON.stringify({ input: await getSelectedText() }) });
    // A second speech takes the place of the first.
    const result = await daemon.play(answer, { channel: "raycast", overlap: "replace" });
    if (result.inaudible !== undefined) await showHUD(result.inaudible.message);
  } catch (error) {
    await showHUD(error instanceof AudioDaemonError ? error.message : String(error));
  } finally {
    await daemon.close();
  }
}
