using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Liquid.Devices;

/// <summary>
/// Writes devices into tickets that nobody else can make. The keys are the relay's own, beside its data: they go where the
/// data goes, and the host application's keys stay what they are.
/// </summary>
internal sealed class Tickets : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly Lazy<IDataProtector> _protector;

    public Tickets(IDeviceStore store)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("Liquid");
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new TicketKeys(store));
        _services = services.BuildServiceProvider();
        _protector = new(() => _services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Liquid.Ticket.v1"));
    }

    /// <summary>Makes the first key, or reads those that are there, so that no request has to wait for it.</summary>
    public Task StartAsync() => Task.Run(() => Write(NewDeviceId()));

    /// <summary>22 characters of base64url, 128 random bits.</summary>
    public static string NewDeviceId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    public string Write(string device) => Base64Url.EncodeToString(_protector.Value.Protect(Base64Url.DecodeFromChars(device)));

    /// <summary>The device of a ticket; <see langword="null"/> if it is none of this relay's.</summary>
    public string? Read(string ticket)
    {
        try
        {
            return Base64Url.EncodeToString(_protector.Value.Unprotect(Base64Url.DecodeFromChars(ticket)));
        }
        catch (Exception problem) when (problem is CryptographicException or FormatException)
        {
            return null;
        }
    }

    public void Dispose() => _services.Dispose();
}
