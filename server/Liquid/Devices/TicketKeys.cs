using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Liquid.Devices;

/// <summary>The keys of the tickets where the devices are, so that a restart lets everyone in again.</summary>
internal sealed class TicketKeys(IDeviceStore store) : IXmlRepository
{
    private bool _isFirst;

    // Data Protection asks at start and then about once a day, and knows no other way than to wait.
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var keys = store.KeysAsync().AsTask().GetAwaiter().GetResult();
        _isFirst = keys.Count == 0;
        return [.. keys.Select(key => XElement.Parse(key))];
    }

    // It reads them all again after this, and takes the first one of another node instead of its own.
    public void StoreElement(XElement element, string friendlyName) =>
        store.AddKeyAsync(element.ToString(SaveOptions.DisableFormatting), _isFirst).AsTask().GetAwaiter().GetResult();
}
