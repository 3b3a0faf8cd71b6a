using Liquid.Tests.Faults;

namespace Liquid.Tests.Stores;

public sealed class DataFolderTests
{
    [Fact]
    public async Task A_user_who_has_no_folder_of_application_data_yet_gets_one()
    {
        using var home = new TemporaryFolder();
        var data = Path.Combine(home.Path, "share");
        using var relay = new RelayProcess { ApplicationData = data };

        await relay.StartAsync();

        Assert.True(File.Exists(Path.Combine(data, "liquid", "Liquid.Host", "127.0.0.1-0", "liquid.db")), relay.Said);
    }
}
