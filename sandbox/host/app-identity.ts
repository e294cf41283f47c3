// Which app somebody is: by number, by name and by its installation on the owner.

export interface AppIdentity {
  readonly appId: number;
  readonly slug: string;
  readonly installation: number;
}
