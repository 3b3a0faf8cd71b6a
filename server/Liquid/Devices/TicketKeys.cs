using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Liquid.Devices;

/// <summary>The keys of the tickets where the devices are, so that a restart lets everyone in again.</summary>
internal sealed class TicketKeys(IDeviceStore store) : IXmlRepository
{
    // Data Protection asks at start and then about once a day, and knows no other way than to wait.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. store.KeysAsync().AsTask().GetAwaiter().GetResult().Select(key => XElement.Parse(key))];

    public void StoreElement(XElement element, string friendlyName) =>
        store.AddKeyAsync(element.ToString(SaveOptions.DisableFormatting)).AsTask().GetAwaiter().GetResult();
}
