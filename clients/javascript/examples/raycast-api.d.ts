// As much of Raycast's API as the example uses, so that it can be checked here.
declare module "@raycast/api" {
  export function getPreferenceValues<T>(): T;
  export function getSelectedText(): Promise<string>;
  export function showHUD(title: string): Promise<void>;
}
