namespace Liquid.Connections;

/// <summary>A frame to be written.</summary>
internal readonly record struct OutgoingFrame(ReadOnlyMemory<byte> Bytes, bool IsBinary = false);
