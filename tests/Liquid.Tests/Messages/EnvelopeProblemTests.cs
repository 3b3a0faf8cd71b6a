using System.Text;
using Liquid.Messages;

namespace Liquid.Tests.Messages;

public sealed class EnvelopeProblemTests
{
    [Theory]
    [InlineData("""{"type":"send","id":1,"to":"*"}""", "Missing: \"kind\".")]
    [InlineData("""{"type":"send"}""", "Missing: \"id\", \"to\", \"kind\".")]
    [InlineData("""{"type":"send","id":"1","to":"*","kind":"note"}""", "The member \"id\" is not of the type that PROTOCOL.md says.")]
    [InlineData("""{"type":"send","id":1,"to":["*"],"kind":"note"}""", "The member \"to\" is not of the type that PROTOCOL.md says.")]
    [InlineData("""{"type":"send","id":1,"id":2,"to":"*","kind":"note"}""", "The member \"id\" is written twice.")]
    [InlineData("""{"type":"ack","cursor":1.5}""", "The member \"cursor\" is not of the type that PROTOCOL.md says.")]
    public void What_is_wrong_is_said_by_the_names_of_the_protocol(string envelope, string expected)
    {
        var message = EnvelopeReader.Read(Encoding.UTF8.GetBytes(envelope), new LiquidOptions());

        Assert.Equal(expected, Assert.IsType<Malformed>(message).Problem);
    }
}
