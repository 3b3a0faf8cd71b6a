namespace Liquid.Devices;

/// <summary>A browser that holds a ticket into a space.</summary>
/// <param name="Id">22 characters of base64url; the ticket is made of it, and it alone opens nothing.</param>
/// <param name="Space">The space that it may enter.</param>
/// <param name="Name">What the instance was called that it spoke for last; empty before the first.</param>
/// <param name="Added">When it got its ticket.</param>
/// <param name="Seen">About when it was last there; <see langword="null"/> if it never came with its ticket.</param>
internal sealed record Device(string Id, string Space, string Name, DateTimeOffset Added, DateTimeOffset? Seen);

/// <summary>A device whose ticket is good for nothing any more.</summary>
/// <param name="Id">The device.</param>
/// <param name="Moved">Its browser holds another ticket now, so what it has open comes back with that.</param>
internal sealed record DeviceEnd(string Id, bool Moved);
